/** A value that one tap copies: a phone, an id. */
export interface Copyable {
  /** What it is, for whoever cannot see where it stands. */
  what: string
  text: string
  /** Shown before the value. */
  word?: string
}

/** One line of a detail sheet: words, or values to copy. */
export interface Field {
  label: string
  value: string
  copies?: Copyable[]
  /** Can be called. */
  isPhone?: boolean
}

/** Leaves out what the vendor did not say. */
export const fields = (rows: [label: string, value: string | null | undefined | false][]): Field[] =>
  rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))

/** All ids of an item in one line: nobody reads them but to name it to somebody else. */
export function idField(ids: [word: string, id: string | number | null | undefined][]): Field {
  const copies = ids.flatMap(([word, id]) => {
    if (id === null || id === undefined || id === '') return []
    return [{ what: word.endsWith('号') ? word : `${word || '本条'}编号`, text: String(id), ...(word && { word }) }]
  })
  return { label: '编号', value: '', copies }
}

/** The entries, and how many there are in all where not every one is told. */
export const named = (entries: readonly string[], total: number | undefined, unit: string): string =>
  `${entries.join('、')}${total === undefined ? '' : ` 等 ${total} ${unit}`}`

/** The vendor's own id: ours is `<source>:<vendor id>`. */
export const vendorId = (id: string): string => id.slice(id.indexOf(':') + 1)

/** Who gave something to whom, as far as the names are known. */
export function givenBy(giver: string | null | undefined, takers: string): string {
  if (!takers) return giver ?? ''
  return giver ? `${giver} 派给 ${takers}` : takers
}

export const statusWords = {
  open: '未完成',
  submitted: '已反馈，待验收',
  done: '已完成',
  cancelled: '已取消',
  unknown: '不确定',
} as const

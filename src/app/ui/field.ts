/** A value that one tap copies, such as a phone number or an id. */
export interface Copyable {
  /** Its kind, for screen readers: 电话, 客户编号. */
  what: string
  text: string
  /** Shown in front of the value. */
  word?: string
}

/** One line of a sheet: a label with text, or with values to copy. */
export interface Field {
  label: string
  value: string
  copies?: Copyable[]
  /** The values are phone numbers, which can be called. */
  isPhone?: boolean
}

/** Lines with text. A line whose value is missing is left out. */
export const fields = (rows: [label: string, value: string | null | undefined | false][]): Field[] =>
  rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))

/** All ids of an item in one line, since they are only read out to somebody who looks the item up. */
export function idField(ids: [word: string, id: string | number | null | undefined][]): Field {
  const copies = ids.flatMap(([word, id]) => {
    if (id === null || id === undefined || id === '') return []
    return [{ what: word.endsWith('号') ? word : `${word || '本条'}编号`, text: String(id), ...(word && { word }) }]
  })
  return { label: '编号', value: '', copies }
}

/** Names in a row; `total` says how many there are where only some of them are known. */
export const named = (entries: readonly string[], total: number | undefined, unit: string): string =>
  `${entries.join('、')}${total === undefined ? '' : ` 等 ${total} ${unit}`}`

/** The id that the vendor uses. Ours is `<source>:<vendor id>`. */
export const vendorId = (id: string): string => id.slice(id.indexOf(':') + 1)

/** `林晓梅 派给 孟祥宇`; only one of the two where the other is unknown. */
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

/** One line of a detail sheet. */
export interface Field {
  label: string
  value: string
  /** Ids and the like: one tap copies them. */
  isCopied?: boolean
}

/** Leaves out what the vendor did not say. */
export function fields(rows: [label: string, value: string | null | undefined | false, isCopied?: 'copy'][]): Field[] {
  return rows.flatMap(([label, value, copied]) => {
    if (!value) return []
    return [copied ? { label, value, isCopied: true } : { label, value }]
  })
}

/** The entries, and how many there are in all where not every one is told. */
export const named = (entries: readonly string[], total: number | undefined, unit: string): string =>
  `${entries.join('、')}${total === undefined ? '' : ` 等 ${total} ${unit}`}`

/** The vendor's own id: ours is `<source>:<vendor id>`. */
export const vendorId = (id: string): string => id.slice(id.indexOf(':') + 1)

export const statusWords = {
  open: '未完成',
  submitted: '已反馈，待验收',
  done: '已完成',
  cancelled: '已取消',
  unknown: '未知',
} as const

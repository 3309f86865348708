/** How 勤策 may answer otherwise than its page says; all off at the start. */
export interface WaiqinQuirks {
  /** `response_data` as an array instead of JSON text. */
  arrayData: boolean
  /** `return_code` 0 instead of "0". */
  numericCode: boolean
  /** The last row of a page comes again as the first of the next, as when somebody edits meanwhile. */
  overlap: boolean
  /** The first row of each page is broken. */
  badRow: boolean
  /** `response_data` ends in the middle. */
  cutData: boolean
  /** An empty result is "" instead of "[]". */
  emptyText: boolean
}

export const noQuirks = (): WaiqinQuirks => ({
  arrayData: false,
  numericCode: false,
  overlap: false,
  badRow: false,
  cutData: false,
  emptyText: false,
})

/** `response_data` as the quirks have it. */
export function dataOf(rows: object[], quirks: WaiqinQuirks): unknown {
  const broken = { ...rows[0], task_id: null, modify_time: '昨天', receivers: '待定' }
  const told = quirks.badRow && rows.length > 0 ? [broken, ...rows.slice(1)] : rows
  if (quirks.arrayData) return told
  if (quirks.emptyText && told.length === 0) return ''
  const text = JSON.stringify(told)
  return quirks.cutData ? text.slice(0, Math.ceil(text.length / 2)) : text
}

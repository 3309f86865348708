import type { Window } from './questions.ts'

/** Ways in which 勤策 may deviate from its documentation; all off by default. */
export interface WaiqinQuirks {
  /** `response_data` as an array instead of JSON text. */
  arrayData: boolean
  /** `return_code` 0 instead of "0". */
  numericCode: boolean
  /** The last row of a page is repeated as the first of the next, as happens when rows change between two requests. */
  overlap: boolean
  /** The first row of each page is broken. */
  badRow: boolean
  /** `response_data` is cut off in the middle. */
  cutData: boolean
  /** An empty result is "" instead of "[]". */
  emptyText: boolean
  /** A hundred employees a page instead of a thousand. */
  shortPages: boolean
  /** The key may not ask for employees: the tenant grants each query alone. */
  withoutEmployees: boolean
  /** Tasks created then are not told, as by a replica that is behind, or while a right is missing. */
  hidden: Window
}

export const noQuirks = (): WaiqinQuirks => ({
  arrayData: false,
  numericCode: false,
  overlap: false,
  badRow: false,
  cutData: false,
  emptyText: false,
  shortPages: false,
  withoutEmployees: false,
  hidden: null,
})

/** `response_data`, with the active quirks applied. */
export function dataOf(rows: object[], quirks: WaiqinQuirks): unknown {
  const [first = {}] = rows
  const broken =
    'emp_id' in first ? { ...first, id: null } : { ...first, task_id: null, modify_time: '昨天', receivers: '待定' }
  const told = quirks.badRow && rows.length > 0 ? [broken, ...rows.slice(1)] : rows
  if (quirks.arrayData) return told
  if (quirks.emptyText && told.length === 0) return ''
  const text = JSON.stringify(told)
  return quirks.cutData ? text.slice(0, Math.ceil(text.length / 2)) : text
}

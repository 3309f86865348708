/** Ways in which an order system may break the contract; all off by default. */
export interface OrdersQuirks {
  /** Ids are JSON numbers, so that their last digits are lost. */
  numericIds: boolean
  /** Amounts as text in yuan, `"63.00"`. */
  decimalAmounts: boolean
  /** `2026-11-28 09:30:00` */
  timesWithoutOffset: boolean
  /** The second page leads to itself. */
  cursorLoop: boolean
  /** The last row of a page comes again as the first of the next. */
  repeatedRows: boolean
  /** Every list begins with an order of somebody else. */
  stranger: boolean
  /** 307 to another address, which answers. */
  redirects: boolean
  /** The page of a gateway, HTTP 502. */
  badGateway: boolean
  /** Answers of 2 MiB. */
  hugeAnswers: boolean
  /** Pictures of 8 MiB. */
  hugePictures: boolean
  /** How far its clock is off. */
  clockSkewMs: number
}

export const noQuirks = (): OrdersQuirks => ({
  numericIds: false,
  decimalAmounts: false,
  timesWithoutOffset: false,
  cursorLoop: false,
  repeatedRows: false,
  stranger: false,
  redirects: false,
  badGateway: false,
  hugeAnswers: false,
  hugePictures: false,
  clockSkewMs: 0,
})

const ids = new Set(['id', 'customerId'])
const amounts = new Set(['payable', 'paid', 'refunded', 'discount', 'shipping', 'unitPrice'])
const hugeBytes = 2 * 1_048_576

/** The answer, with the active quirks applied. */
export function spoilt(answer: object, quirks: OrdersQuirks): object {
  const { numericIds, decimalAmounts, timesWithoutOffset, hugeAnswers } = quirks
  const isPlain = !numericIds && !decimalAmounts && !timesWithoutOffset
  const change = (name: string, value: unknown): unknown => {
    if (numericIds && ids.has(name) && /^\d+$/.test(String(value))) return Number(value)
    if (decimalAmounts && amounts.has(name) && typeof value === 'number') return (value / 100).toFixed(2)
    const [, day, time] = (typeof value === 'string' && /^(\S{10})T(\S{8})\+08:00$/.exec(value)) || []
    return timesWithoutOffset && time ? `${day} ${time}` : value
  }
  const told: object = isPlain ? answer : JSON.parse(JSON.stringify(answer, change))
  return hugeAnswers ? { ...told, padding: 'x'.repeat(hugeBytes) } : told
}

import type { OrderSummary } from '#contract/order'
import { dayOf } from '../../ui/china-time.ts'
import { moneyWords } from '../../ui/money.ts'

const isSummary = (value: unknown): value is OrderSummary =>
  typeof value === 'object' && value !== null && 'lastOrderAt' in value

/** `近一年 12 单 ¥38,200 · 上次 9月3日`; empty where the order system does not say. */
export function summaryWords(summary: unknown, now: number): string {
  if (!isSummary(summary)) return ''
  const { orders, amount, lastOrderAt } = summary
  const sum = orders > 0 ? ` ${moneyWords(amount.payable, amount.currency, true)}` : ''
  return `近一年 ${orders} 单${sum}${lastOrderAt === null ? '' : ` · 上次 ${dayOf(lastOrderAt, now)}`}`
}

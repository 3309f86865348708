/** `¥1,234.50` of an amount in the currency's smallest unit; `isRound` leaves the cents out. */
export function moneyWords(minor: number, currency: string, isRound = false): string {
  const format = new Intl.NumberFormat('zh-CN', { style: 'currency', currency })
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions()
  const value = minor / 10 ** digits
  if (!isRound) return format.format(value)
  return new Intl.NumberFormat('zh-CN', { style: 'currency', currency, maximumFractionDigits: 0 }).format(value)
}

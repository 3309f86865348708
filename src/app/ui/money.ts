import { minorDigits } from '#contract/currency'

/** `¥1,234.50` of an amount in the currency's smallest unit; `isRound` leaves the cents out. */
export function moneyWords(minor: number, currency: string, isRound = false): string {
  const digits = minorDigits(currency)
  const shown = isRound ? 0 : digits
  const fraction = { minimumFractionDigits: shown, maximumFractionDigits: shown }
  return new Intl.NumberFormat('zh-CN', { style: 'currency', currency, ...fraction }).format(minor / 10 ** digits)
}

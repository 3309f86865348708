import { minorDigits } from '#contract/currency'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string, digits: number): Intl.NumberFormat {
  const known = formats.get(currency)
  if (known) return known
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const made = new Intl.NumberFormat('zh-CN', { style: 'currency', currency, ...shown })
  formats.set(currency, made)
  return made
}

/** An amount in the currency's smallest unit as people write it: ¥1,234.50. */
export function amountText({ currency, payable }: { currency: string; payable: number }): string {
  const digits = minorDigits(currency)
  return formatOf(currency, digits).format(payable / 10 ** digits)
}

const formats = new Map<string, { write: Intl.NumberFormat; digits: number }>()

function formatOf(currency: string) {
  const known = formats.get(currency)
  if (known) return known
  const write = new Intl.NumberFormat('zh-CN', { style: 'currency', currency })
  const made = { write, digits: write.resolvedOptions().maximumFractionDigits ?? 2 }
  formats.set(currency, made)
  return made
}

/** An amount in the currency's smallest unit as people write it: ¥1,234.50. */
export function amountText({ currency, payable }: { currency: string; payable: number }): string {
  const { write, digits } = formatOf(currency)
  return write.format(payable / 10 ** digits)
}

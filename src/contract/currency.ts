/** ISO 4217 says how many digits a currency's smallest unit has: two, but for these. Engines differ: theirs is for reading. */
const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const three = 'BHD IQD JOD KWD LYD OMR TND'
const four = 'CLF UYW'

/** How many digits of an amount in the smallest unit stand behind the point. */
export function minorDigits(currency: string): number {
  if (none.includes(currency)) return 0
  if (three.includes(currency)) return 3
  return four.includes(currency) ? 4 : 2
}

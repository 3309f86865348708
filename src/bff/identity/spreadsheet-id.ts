/**
 * What Excel and others make of an id that they take for a number or a date. Fifteen digits are all that Excel keeps: the
 * rest of a longer id becomes zeros.
 */
const broken = {
  rounded: /^\d{15}0+$/,
  rewritten: [
    /^-?\d+(?:\.\d+)?E\+\d+$/i,
    /^-?\d+\.\d+E\d+$/i,
    /^\d+\.0+$/,
    /^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?$/,
    /^#+$/,
  ],
}

const asText = 'save the column as text (Format Cells → Text, then fill the ids in again) and export the file anew'

/** What is wrong with an id that a spreadsheet has spoilt; null where nothing is. */
export function spoiltBy(id: string, isExact: boolean): string | null {
  if (broken.rewritten.some((form) => form.test(id))) return `was turned into a number or a date by Excel: ${asText}`
  if (!broken.rounded.test(id) || isExact) return null
  return `ends in zeros after 15 digits, as ids do that Excel has rounded: ${asText}. If it is right, write exact in the column note`
}

/** As its author meant it: Excel's two ways to mark a text, signs that cannot be seen, full-width letters and digits. */
export const cleanCell = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replace(/^(?:'(.*)|="(.*)")$/, '$1$2')
    .trim()

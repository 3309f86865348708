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

/** Whether a spreadsheet has spoilt an id. `isExact`: it is said that it does end in zeros. */
export const isSpoilt = (id: string, isExact: boolean): boolean =>
  broken.rewritten.some((form) => form.test(id)) || (broken.rounded.test(id) && !isExact)

/** As its author meant it: Excel's two ways to mark a text, signs that cannot be seen, full-width letters and digits. */
export const cleanCell = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replace(/^(?:'(.*)|="(.*)")$/, '$1$2')
    .trim()

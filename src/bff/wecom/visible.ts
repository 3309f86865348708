/** Blank though Unicode calls them letters or symbols: Hangul fillers, and Braille without a dot. */
const blanks = /[\u115F\u1160\u2800\u3164\uFFA0]/g
const inked = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u

/**
 * The text, if a person sees anything of it. People take names of zero-width spaces, fillers or combining marks alone, so
 * as to have none.
 */
export const visible = (text: string | null): string | null =>
  text !== null && inked.test(text.replaceAll(blanks, '')) ? text : null

/** Blanks, signs that only steer, and letters without a shape: the fillers of Hangul, the empty pattern of Braille. */
const unseen = String.raw`[\p{Default_Ignorable_Code_Point}\p{Z}\p{Cc}\p{M}\u2800\uFFFC]`
const unseenStart = new RegExp(`^${unseen}+`, 'u')
/** They would turn the direction of the words that follow as well. */
const turns = /[\u202A-\u202E\u2066-\u2069]/g

/** Words as they can be seen; null where nothing of them can. */
export function seen(words: string | null | undefined): string | null {
  return words?.replaceAll(turns, '').replace(unseenStart, '').trimEnd() || null
}

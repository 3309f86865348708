import { harmless } from './harmless.ts'

/** Blanks, signs that only steer, and letters without a shape: the fillers of Hangul, the empty pattern of Braille. */
const unseen = String.raw`[\p{Default_Ignorable_Code_Point}\p{Z}\p{Cc}\p{M}\u2800\uFFFC]`
const unseenStart = new RegExp(`^${unseen}+`, 'u')

/** Words as they can be seen; null where nothing of them can. */
export function seen(words: string | null | undefined): string | null {
  return (
    harmless(words ?? '')
      .replace(unseenStart, '')
      .trimEnd() || null
  )
}

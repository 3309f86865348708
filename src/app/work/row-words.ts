/** A word in a frame beside the source's word. */
export interface Chip {
  text: string
  tone: 'danger' | 'warn' | 'plain'
}

/** What a row says: below its title, and in place of the vendor's where that does not tell what it is about. */
export interface Description {
  title?: string
  chip: Chip | null
  /** After the source's word, most useful first. */
  words: string[]
}

export const present = (words: (string | null | undefined | false)[]): string[] =>
  words.filter((word): word is string => Boolean(word))

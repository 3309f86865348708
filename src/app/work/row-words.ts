/** A word in a frame beside the source's word. */
export interface Chip {
  text: string
  tone: 'danger' | 'warn' | 'plain'
}

/** What a row says below its title. */
export interface Description {
  chip: Chip | null
  /** After the source's word, most useful first. */
  words: string[]
}

export const present = (words: (string | null | undefined | false)[]): string[] =>
  words.filter((word): word is string => Boolean(word))

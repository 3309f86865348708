export interface Clause {
  text: string
  /** How wide it may be, in characters, so that its lines are about as long as each other; not told for one line. */
  width?: number
}

/** Letters and digits are about half as wide as Chinese characters. */
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (sign > '\u2000' ? 1 : 0.6), 0)

/** The clauses of a sentence, each to be kept on a line of `fit` characters, or where it is longer on lines of like length. */
export function clausesOf(text: string, fit: number): Clause[] {
  return (text.match(/[^，。；：]+[，。；：]*/g) ?? [text]).map((clause) => {
    const lines = Math.ceil(widthOf(clause) / fit)
    return lines > 1 ? { text: clause, width: Math.ceil(widthOf(clause) / lines) + 1 } : { text: clause }
  })
}

/** Whether one of these words has the text in it, whatever the case. */
export function hasText(text: string, words: readonly (string | null | undefined)[]): boolean {
  const wanted = text.toLowerCase()
  return words.some((word) => word?.toLowerCase().includes(wanted))
}

/** Shares one reading among all who ask while another is under way: what each gets was read after he asked. */
export function createLatest<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | null = null

  function begin(): Promise<T> {
    next = null
    const reading = read()
    current = reading
    return reading
  }

  return () => (next ??= current.then(begin, begin))
}

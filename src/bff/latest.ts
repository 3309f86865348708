import { setImmediate as turnOver } from 'node:timers/promises'

/**
 * Shares one reading among all who ask in one turn of the event loop, or while another is under way: what each gets was read
 * after he asked.
 */
export function createLatest<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | null = null

  async function begin(): Promise<T> {
    await current.catch(() => undefined)
    await turnOver()
    next = null
    const reading = read()
    current = reading
    return reading
  }

  return () => (next ??= begin())
}

import { setImmediate as turnOver, setTimeout as delay } from 'node:timers/promises'

/** As of a connection that was lost without a word. */
const longestMs = 1000

/**
 * Shares one reading among all who ask in one turn of the event loop, or while another is under way: what each gets was read
 * after he asked. Only who shares a reading that hangs waits for it; the next is begun after a second.
 */
export function createLatest<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Promise<unknown> | null = null
  let next: Promise<T> | null = null

  async function begin(): Promise<T> {
    if (current) await Promise.race([current.catch(() => undefined), delay(longestMs, null, { ref: false })])
    await turnOver()
    next = null
    const reading = read()
    current = reading
    const end = () => {
      if (current === reading) current = null
    }
    reading.then(end, end)
    return reading
  }

  return () => (next ??= begin())
}

import { setImmediate as turnOver, setTimeout as delay } from 'node:timers/promises'

/** Waited for a reading that may hang, such as one on a lost connection. */
const longestMs = 1000

/**
 * Shares one reading among all callers in one turn of the event loop, or while another is under way: what each gets was read
 * after they asked. Only callers that share a hanging reading wait for it; the next one is begun after a second.
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

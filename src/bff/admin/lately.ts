import { setTimeout } from 'node:timers/promises'
import { isYounger, momentOf, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'

interface Options {
  clock: Clock
  /** Younger than this it is not asked for again. */
  maxAgeMs: number
  /** Where there is an older one, nobody waits longer for a new one. */
  patienceMs: number
}

/** What takes long, as it was lately: whoever comes while it is asked for again soon gets the last one. */
export function createLately<T>(ask: () => Promise<T>, { clock, maxAgeMs, patienceMs }: Options): () => Promise<T> {
  const once = createSingleFlight()
  let last: { value: T; at: Moment } | null = null

  async function renew(): Promise<T> {
    const at = momentOf(clock)
    const value = await ask()
    last = { value, at }
    return value
  }

  return async () => {
    if (last && isYounger(last.at, maxAgeMs, clock)) return last.value
    const asking = once('lately', renew)
    if (!last) return asking
    const { value } = last
    const waiting = new AbortController()
    const patience = setTimeout(patienceMs, value, { signal: waiting.signal, ref: false }).catch(() => value)
    return Promise.race([asking, patience]).finally(() => waiting.abort())
  }
}

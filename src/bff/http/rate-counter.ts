import type { FastifyBaseLogger } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { RateStore } from '../store/store.ts'

export interface CounterDeps {
  store: RateStore
  clock: Clock
  log: Pick<FastifyBaseLogger, 'warn'>
}

export interface Limit {
  max: number
  windowMs: number
}

/** What this instance knows of one caller in the current window. */
interface Tally {
  subject: string
  endsAt: number
  /** Of all instances, this one included, as last heard from the store. */
  shared: number
  /** Being told to the store just now. */
  inFlight: number
  /** Not told to the store yet. */
  pending: number
  /** At so many pending ones the store is told. */
  tellAt: number
}

const maxCallers = 20_000
/** Of a limit: an instance lags behind the others by less. */
const stepOf = (max: number) => Math.max(1, Math.floor(max / 10))
const sumOf = ({ shared, inFlight, pending }: Tally) => shared + inFlight + pending

/**
 * Counts hits per caller in fixed windows, in memory, and adds them up in the store after each tenth of the limit: who stays
 * below that costs no round trip. N instances together let through at most the limit and N tenths of it, and what arrives
 * while the store is being told. Without the store each instance goes on counting its own.
 */
export function createCounter({ store, clock, log }: CounterDeps) {
  const tallies = new LRUCache<string, Tally>({ max: maxCallers })
  let sweptUntil = 0

  function tallyOf(caller: string, { max, windowMs }: Limit): Tally {
    const kept = tallies.get(caller)
    if (kept && kept.endsAt > clock()) return kept
    const endsAt = (Math.floor(clock() / windowMs) + 1) * windowMs
    const subject = `${caller} ${endsAt}`
    const tally = { subject, endsAt, shared: 0, inFlight: 0, pending: 0, tellAt: stepOf(max) }
    tallies.set(caller, tally)
    return tally
  }

  async function sweep(endsAt: number): Promise<void> {
    if (sweptUntil >= endsAt) return
    sweptUntil = endsAt
    await store.sweep(clock())
  }

  async function tell(tally: Tally, step: number): Promise<void> {
    tally.inFlight = tally.pending
    tally.pending = 0
    try {
      tally.shared = await store.add(tally.subject, tally.inFlight, tally.endsAt)
      tally.tellAt = step
    } catch (error) {
      log.warn({ problem: error instanceof Error ? error.name : 'unknown' }, 'rates are counted here alone')
      tally.pending += tally.inFlight
      tally.tellAt = tally.pending + step
    }
    tally.inFlight = 0
    await sweep(tally.endsAt).catch(() => null)
  }

  /** Counts one more; who is over the limit already is not counted further. */
  return (caller: string, limit: Limit): { hits: number; endsInMs: number } => {
    const tally = tallyOf(caller, limit)
    if (sumOf(tally) <= limit.max) tally.pending += 1
    if (tally.inFlight === 0 && tally.pending >= tally.tellAt) void tell(tally, stepOf(limit.max))
    return { hits: sumOf(tally), endsInMs: tally.endsAt - clock() }
  }
}

export type Counter = ReturnType<typeof createCounter>

import { LRUCache } from 'lru-cache'
import { abortable } from '../../abortable.ts'
import type { Clock } from '../../clock.ts'
import { UpstreamError } from '../../errors.ts'
import type { CountRead } from '../../metrics/index.ts'
import { createSingleFlight } from '../../single-flight.ts'
import type { TodoBody } from './map.ts'

/** What is known of one salesperson's todos. */
export interface Known {
  rows: readonly TodoBody[]
  /** When the vendor told them. */
  fetchedAt: number
  /** When it was last asked, and why that failed. */
  triedAt: number
  problem: Error | null
}

interface Deps {
  clock: Clock
  pull(staffId: string, signal: AbortSignal): Promise<TodoBody[]>
  /** How long a reader waits for a pull; the pull itself may take longer. */
  waitMs: number
  count?: CountRead | undefined
}

const freshMs = 30_000
const refreshMs = 10_000
/** Within this age old rows are shown at once while new ones are fetched; beyond it the reader waits. */
const reviveMs = 300_000
const pullMs = 20_000
/** Of all salespeople together, as JSON: rows may be of any length. */
const maxCharacters = 50_000_000
const timeout = () => new UpstreamError({ source: 'youmi', operation: 'GetChargeDaffairesList', reason: 'timeout' })

/** Todos per 工号: fresh for 30 s, then shown while they are fetched again; the last known ones outlive a failure. */
export function createTodoCache({ clock, pull, waitMs, count }: Deps) {
  const known = new LRUCache<string, Known>({
    max: 500,
    maxSize: maxCharacters,
    sizeCalculation: ({ rows }) => JSON.stringify(rows).length,
  })
  const once = createSingleFlight()

  async function fetch(staffId: string): Promise<Known> {
    const last = known.get(staffId)
    const next = await pull(staffId, AbortSignal.timeout(pullMs)).then(
      (rows): Known => ({ rows, fetchedAt: clock(), triedAt: clock(), problem: null }),
      (error: Error): Known => {
        if (!last) throw error
        return { ...last, triedAt: clock(), problem: error }
      },
    )
    known.set(staffId, next)
    return next
  }

  async function wait(fetching: Promise<Known>, last: Known | undefined, signal: AbortSignal): Promise<Known> {
    const deadline = AbortSignal.timeout(waitMs)
    return abortable(fetching, AbortSignal.any([signal, deadline])).catch((error: Error) => {
      if (!deadline.aborted || error instanceof UpstreamError) throw error
      if (!last) throw timeout()
      return { ...last, problem: timeout() }
    })
  }

  function isDue({ triedAt, problem }: Known, refresh: boolean): boolean {
    return clock() - triedAt >= (refresh || problem ? refreshMs : freshMs)
  }

  /** @throws UpstreamError where nothing is known and the vendor fails */
  return async (staffId: string, refresh: boolean, signal: AbortSignal): Promise<Known> => {
    const last = known.get(staffId)
    const isFresh = last !== undefined && !isDue(last, refresh)
    count?.(isFresh)
    if (isFresh) return last
    const fetching = once(staffId, () => fetch(staffId))
    const isOld = last && !last.problem && clock() - last.fetchedAt > reviveMs
    if (!last || refresh || isOld) return wait(fetching, last, signal)
    // How it ends is kept beside the rows, for the next reader.
    fetching.catch(() => null)
    return last
  }
}

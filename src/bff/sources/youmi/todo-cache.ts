import { abortable } from '../../concurrency/abortable.ts'
import { isYounger } from '../../age.ts'
import { refreshMs, type Clock } from '../../clock.ts'
import { UpstreamError } from '../../errors.ts'
import type { CountRead } from '../../metrics/index.ts'
import { createRecall, type Recalled } from '../recall.ts'
import { operation } from './client.ts'

interface Deps<Pulled> {
  clock: Clock
  pull(staffId: string, signal: AbortSignal): Promise<Pulled>
  /** How long a reader waits for a pull; the pull itself may take longer. */
  waitMs: number
  count?: CountRead | undefined
}

/** Within this age old rows are shown at once while new ones are fetched; beyond it the reader waits. */
const reviveMs = 300_000
const pullMs = 20_000
const timeout = () => new UpstreamError({ source: 'youmi', operation, reason: 'timeout' })

/** Todos per 工号: fresh for 30 s, then shown while they are fetched again; the last known ones outlive a failure. */
export function createTodoCache<Pulled extends object>({ clock, pull, waitMs, count }: Deps<Pulled>) {
  type Known = Recalled<Pulled>
  const recall = createRecall<Pulled>({ clock, askMs: pullMs, count })

  async function wait(asking: Promise<Known>, last: Known | undefined, deadline: AbortSignal): Promise<Known> {
    return abortable(asking, deadline).catch((error: Error) => {
      if (!deadline.aborted || error instanceof UpstreamError) throw error
      if (!last) throw timeout()
      return { ...last, problem: timeout() }
    })
  }

  /** @throws UpstreamError where nothing is known and the vendor fails */
  return async (staffId: string, refresh: boolean, signal: AbortSignal): Promise<Known> => {
    const last = recall.last({ who: staffId })
    const olderThanMs = refresh ? refreshMs : undefined
    const asking = recall.ask({ who: staffId, olderThanMs, signal }, (own) => pull(staffId, own))
    const isOld = last && !last.problem && !isYounger(last.fetched, reviveMs, clock)
    if (!last || refresh || isOld) return wait(asking, last, AbortSignal.timeout(waitMs))
    // Its failure is kept beside the rows, for the next reader.
    asking.catch(() => null)
    return last
  }
}

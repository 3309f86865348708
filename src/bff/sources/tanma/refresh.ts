import { LRUCache } from 'lru-cache'
import { isRecent, isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import type { SopGroupRow, SopGroupStore } from '../../store/mirror-stores.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import type { TanmaClient } from './client.ts'
import type { groupMapper } from './map.ts'

interface Deps {
  client: TanmaClient
  sopGroups: SopGroupStore
  clock: Clock
  mapper: typeof groupMapper
  /** The open group waits no longer than this. */
  waitMs: number
}

interface Attempt {
  at: Moment
  problem: Error | null
}

/** How long after a failure the vendor is not asked again. */
const failedMs = 10_000

/** Reads one open group again: by its owner and name, since the vendor has no search by chat id. */
export function createRefresh({ client, sopGroups, clock, mapper, waitMs }: Deps) {
  const attempts = new LRUCache<string, Attempt>({ max: 1000 })
  const once = createSingleFlight()

  async function ask({ chatId, salesId, name }: SopGroupRow): Promise<void> {
    const filter = { ...(salesId === null ? {} : { userId: salesId }), ...(name === null ? {} : { keyword: name }) }
    const { groups } = await client.groups({ pageNo: 1, ...filter }, AbortSignal.timeout(waitMs))
    const fetchedAt = clock()
    const mine = groups.filter((group) => group.chatId === chatId)
    // Renamed or handed over: the mirror's next pass finds it.
    if (mine.length > 0)
      await sopGroups.put(
        mine.map((group) => mapper.toRow(group, fetchedAt)),
        null,
      )
  }

  async function attempt(row: SopGroupRow): Promise<Error | null> {
    const problem = await ask(row).then(
      () => null,
      (error: Error) => error,
    )
    attempts.set(row.chatId, { at: momentOf(clock), problem })
    return problem
  }

  /** Gives the reason where the group could not be read. Asks at most once per `olderThanMs`, and sooner after a failure. */
  return async (row: SopGroupRow, olderThanMs: number): Promise<Error | null> => {
    const last = attempts.get(row.chatId)
    if (isRecent(row.fetchedAt, olderThanMs, clock())) return null
    const triedMs = last?.problem ? Math.min(failedMs, olderThanMs) : olderThanMs
    if (last && isYounger(last.at, triedMs, clock)) return last.problem
    return once(row.chatId, () => attempt(row))
  }
}

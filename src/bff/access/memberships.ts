import { LRUCache } from 'lru-cache'
import { refreshMs } from '../clock.ts'
import { abortable } from '../concurrency/abortable.ts'
import { UpstreamError } from '../errors.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { ChatRow } from '../store/store.ts'
import { isSameUserid } from '../userid.ts'
import { groupListKey } from './changes.ts'
import { createRenew, incomplete, isOld, isOverrun, readKept, type Kept, type OwnedChatsDeps } from './owned-chats.ts'

/** The groups that a salesperson owns, as far as known. */
interface OwnedChats {
  chats: ChatRow[]
  /** Why some are missing or not fresh. */
  problem: Error | null
}

export interface Memberships {
  /** @throws UpstreamError or AppError if nothing is known and WeCom fails */
  ownedBy(userid: string, refresh: boolean, signal: AbortSignal): Promise<OwnedChats>
}

interface Deps extends OwnedChatsDeps {
  /** How long the user waits when nothing is known yet. */
  waitMs?: number
}

const freshMs = 600_000
/** The owner of a group may read its SOPs, so ownership is not assumed for longer than this. */
const outageMs = 3_600_000
const retryMs = 30_000

/** WeCom reported a change since, or answered so soon after one that its answer may be from before it. */
function isUnsure(kept: Kept, userid: string, now: number): boolean {
  const lists = kept.list ? [{ ...kept.list, subject: groupListKey(userid) }] : []
  const rows = kept.rows.map((row) => ({ ...row, subject: row.chatId }))
  return [...lists, ...rows].some(
    (sight) => isOverrun(kept, sight.subject, sight) || isOld(sight, Number.POSITIVE_INFINITY, now),
  )
}

/** WeCom's groups by owner: fresh for ten minutes, then shown while they are asked for again. */
export function createMemberships(deps: Deps): Memberships {
  const { clock, waitMs = 3_000 } = deps
  const renew = createRenew(deps)
  const once = createSingleFlight()
  const failures = new LRUCache<string, { error: Error; at: number }>({ max: 1000 })

  /** Never rejects: the outcome is in `failures`. A request made after a change does not join a renewal begun before it. */
  function renewOnce(userid: string, ageMs: number, { changed }: Kept): Promise<void> {
    return once(`${userid} ${Math.max(incomplete, ...changed.values())}`, () =>
      renew(userid, ageMs).then(
        () => void failures.delete(userid),
        (error: Error) => void failures.set(userid, { error, at: clock() }),
      ),
    )
  }

  async function isInTime(work: Promise<void>, signal: AbortSignal): Promise<boolean> {
    const deadline = AbortSignal.timeout(waitMs)
    return abortable(work, AbortSignal.any([signal, deadline])).then(
      () => true,
      (error: unknown) => {
        if (deadline.aborted) return false
        throw error
      },
    )
  }

  async function freshen(userid: string, refresh: boolean, signal: AbortSignal): Promise<[Kept, Error | null]> {
    const kept = await readKept(deps, userid)
    const age = clock() - (kept.list?.fetchedAt ?? incomplete)
    const ageMs = refresh ? refreshMs : freshMs
    const failure = failures.get(userid)
    const unsure = isUnsure(kept, userid, clock())
    if (age < ageMs && !unsure) return [kept, null]
    if (failure && !refresh && clock() - failure.at < retryMs) return [kept, failure.error]
    const work = renewOnce(userid, ageMs, kept)
    if (!unsure && !refresh && age < outageMs) return [kept, failure?.error ?? null]
    const isDone = await isInTime(work, signal)
    const late = new UpstreamError({ source: 'wecom', operation: 'groupchat/get', reason: 'timeout' })
    return [await readKept(deps, userid), isDone ? (failures.get(userid)?.error ?? null) : late]
  }

  return {
    async ownedBy(userid, refresh, signal) {
      const [kept, problem] = await freshen(userid, refresh, signal)
      const mine = kept.rows.filter(
        (row) =>
          isSameUserid(row.owner, userid) && clock() - row.fetchedAt < outageMs && !isOverrun(kept, row.chatId, row),
      )
      // Having no groups is an answer; having groups of which none could be confirmed is not.
      if (problem && mine.length === 0 && kept.list?.chatIds.length !== 0) throw problem
      return { chats: mine, problem }
    },
  }
}

import { LRUCache } from 'lru-cache'
import { isRecent, isYounger, momentOf, type Moment } from '../age.ts'
import { refreshMs } from '../clock.ts'
import { abortable } from '../concurrency/abortable.ts'
import { UpstreamError } from '../errors.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { ChatRow } from '../store/store.ts'
import { isSameUserid } from '../userid.ts'
import { groupListKey } from './changes.ts'
import { chatMs, createRenew, isOld, isOverrun, readKept, type Kept, type OwnedChatsDeps } from './owned-chats.ts'

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
  /** How long the user waits for the list, and for the groups of which nothing is known. */
  waitMs?: number
}

/** The owner of a group may read its SOPs, so the list of what somebody owns is believed no longer than any right. */
const listMs = 300_000
/** While WeCom is down. */
const outageMs = 3_600_000
const retryMs = 30_000

/** WeCom's groups by owner: the list is at most five minutes old; who sits in them ten, then shown while it is asked for again. */
export function createMemberships(deps: Deps): Memberships {
  const { clock, waitMs = 3_000 } = deps
  const renew = createRenew(deps)
  const once = createSingleFlight()
  const failures = new LRUCache<string, { error: Error; at: Moment }>({ max: 1000 })

  const isListOld = (kept: Kept, userid: string, ageMs: number): boolean =>
    kept.list === null || isOverrun(kept, groupListKey(userid), kept.list) || isOld(kept.list, ageMs, clock())

  /** Groups of the list of which nothing is known that is younger than `ageMs` and from after WeCom's last word on them. */
  function unknown(kept: Kept, userid: string, ageMs: number): string[] {
    const listedAt = kept.list?.fetchedAt ?? 0
    const isKnown = (row: ChatRow) =>
      !isOverrun(kept, row.chatId, row) &&
      !isOld(row, ageMs, clock()) &&
      // Listed as theirs since it was read as somebody else's.
      (isSameUserid(row.owner, userid) || row.fetchedAt >= listedAt)
    const known = new Set(kept.rows.filter(isKnown).map(({ chatId }) => chatId))
    return (kept.list?.chatIds ?? []).filter((chatId) => !known.has(chatId) && !renew.isUntold(kept, chatId))
  }

  /**
   * Never rejects: the outcome is in `failures`. A request made after a change does not join a renewal begun before it, nor one
   * by who pulls to refresh that of another.
   */
  function run(what: string, userid: string, { changed }: Kept, work: () => Promise<void>): Promise<void> {
    return once(`${what} ${userid} ${Math.max(0, ...changed.values())}`, () =>
      work().then(
        () => void failures.delete(userid),
        (error: Error) => void failures.set(userid, { error, at: momentOf(clock) }),
      ),
    )
  }

  /** Waits a while for it. Gives the reason where it failed or takes longer. */
  async function problemOf(work: Promise<void>, userid: string, signal: AbortSignal): Promise<Error | null> {
    const deadline = AbortSignal.timeout(waitMs)
    try {
      await abortable(work, AbortSignal.any([signal, deadline]))
      return failures.get(userid)?.error ?? null
    } catch (error) {
      if (signal.aborted || !deadline.aborted) throw error
      return new UpstreamError({ source: 'wecom', operation: 'groupchat/get', reason: 'timeout' })
    }
  }

  async function freshen(userid: string, refresh: boolean, signal: AbortSignal): Promise<[Kept, Error | null]> {
    const last = failures.get(userid)
    const failure = last && !refresh && isYounger(last.at, retryMs, clock) ? last.error : null
    let kept = await readKept(deps, userid)
    if (isListOld(kept, userid, refresh ? refreshMs : listMs)) {
      if (failure) return [kept, failure]
      const listing = run('list', userid, kept, () => renew.list(userid))
      const problem = await problemOf(listing, userid, signal)
      kept = await readKept(deps, userid)
      if (problem) return [kept, problem]
    }
    const due = unknown(kept, userid, refresh ? refreshMs : chatMs)
    if (due.length === 0 || failure) return [kept, due.length === 0 ? null : failure]
    const now = kept
    const reading = run(`groups ${refresh}`, userid, kept, () => renew.groups(due, now))
    if (!refresh && unknown(kept, userid, outageMs).length === 0) return [kept, last?.error ?? null]
    const problem = await problemOf(reading, userid, signal)
    return [await readKept(deps, userid), problem]
  }

  return {
    async ownedBy(userid, refresh, signal) {
      const [kept, problem] = await freshen(userid, refresh, signal)
      const isListed = kept.list !== null && isRecent(kept.list.fetchedAt, outageMs, clock())
      const mine = kept.rows.filter(
        (row) =>
          isListed &&
          isSameUserid(row.owner, userid) &&
          isRecent(row.fetchedAt, outageMs, clock()) &&
          !isOverrun(kept, row.chatId, row),
      )
      // Having no groups is an answer; having groups of which none could be confirmed is not.
      if (problem && mine.length === 0 && kept.list?.chatIds.length !== 0) throw problem
      return { chats: mine, problem }
    },
  }
}

import { LRUCache } from 'lru-cache'
import { abortable } from '../abortable.ts'
import type { Clock } from '../clock.ts'
import { AppError, UpstreamError } from '../errors.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { ChatRow, ChatStore } from '../store/store.ts'
import type { Wecom } from '../wecom/wecom.ts'
import { eachAtMost } from '../each-at-most.ts'

/** The groups that one salesperson owns, as far as known. */
interface OwnedChats {
  chats: ChatRow[]
  /** Why they are not all, or not fresh. */
  problem: Error | null
}

export interface Memberships {
  /** @throws UpstreamError or AppError where nothing is known and WeCom fails */
  ownedBy(userid: string, refresh: boolean, signal: AbortSignal): Promise<OwnedChats>
}

interface Deps {
  wecom: Pick<Wecom, 'ownedChatIds' | 'chat'>
  chats: ChatStore
  clock: Clock
  /** How long a cold start may keep the salesperson waiting. */
  waitMs?: number
}

const freshMs = 600_000
/** Who owns a group decides who reads its SOPs: nobody is believed to own it longer than this. */
const outageMs = 3_600_000
const refreshMs = 10_000
const retryMs = 30_000
const renewMs = 60_000
const concurrency = 5
/** In place of a time: the list is there, its groups are still being asked for. */
const incomplete = 0

/** Asks WeCom for one salesperson's groups and keeps them; what is younger than `ageMs` is left as it is. */
function createRenew({ wecom, chats, clock }: Deps) {
  async function renewChat(chatId: string, signal: AbortSignal): Promise<void> {
    const fetchedAt = clock()
    try {
      const { owner, name, members } = await wecom.chat(chatId, signal)
      await chats.put({ chatId, owner, name, memberIds: members.map(({ id }) => id), fetchedAt })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // Dissolved since the list was made, or out of the app's sight: it must not hide the others.
      await chats.remove(chatId)
    }
  }

  return async (userid: string, ageMs: number): Promise<void> => {
    const signal = AbortSignal.timeout(renewMs)
    const chatIds = await wecom.ownedChatIds(userid, signal)
    if (!(await chats.ownedBy(userid))) await chats.putOwned(userid, chatIds, incomplete)
    const known = new Map((await chats.byIds(chatIds)).map((row) => [row.chatId, row.fetchedAt]))
    const due = chatIds.filter((chatId) => clock() - (known.get(chatId) ?? -Infinity) >= ageMs)
    await eachAtMost(concurrency, due, (chatId) => renewChat(chatId, signal))
    await chats.putOwned(userid, chatIds, clock())
  }
}

/** WeCom's groups by owner: fresh for ten minutes, then shown while they are asked for again. */
export function createMemberships(deps: Deps): Memberships {
  const { chats, clock, waitMs = 3_000 } = deps
  const renew = createRenew(deps)
  const once = createSingleFlight()
  const failures = new LRUCache<string, { error: Error; at: number }>({ max: 1000 })

  /** Never rejects: how it went lies in `failures`. */
  function renewOnce(userid: string, ageMs: number): Promise<void> {
    return once(userid, () =>
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

  async function freshen(userid: string, refresh: boolean, signal: AbortSignal): Promise<Error | null> {
    const fetchedAt = (await chats.ownedBy(userid))?.fetchedAt ?? incomplete
    const ageMs = refresh ? refreshMs : freshMs
    const failure = failures.get(userid)
    if (clock() - fetchedAt < ageMs) return null
    if (failure && !refresh && clock() - failure.at < retryMs) return failure.error
    const work = renewOnce(userid, ageMs)
    if (clock() - fetchedAt < outageMs && !refresh) return failure?.error ?? null
    if (await isInTime(work, signal)) return failures.get(userid)?.error ?? null
    return new UpstreamError({ source: 'wecom', operation: 'groupchat/get', reason: 'timeout' })
  }

  return {
    async ownedBy(userid, refresh, signal) {
      const problem = await freshen(userid, refresh, signal)
      const owned = await chats.ownedBy(userid)
      const rows = await chats.byIds(owned?.chatIds ?? [])
      const mine = rows.filter(({ owner, fetchedAt }) => owner === userid && clock() - fetchedAt < outageMs)
      // No groups at all is an answer; groups of which none can be vouched for is not.
      if (problem && mine.length === 0 && owned?.chatIds.length !== 0) throw problem
      return { chats: mine, problem }
    },
  }
}

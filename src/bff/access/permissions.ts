import { LRUCache } from 'lru-cache'
import { abortable } from '../concurrency/abortable.ts'
import { isYounger, momentOf, msLeft, spanOf, type Moment, type Span } from '../age.ts'
import { refreshMs, type Clock } from '../clock.ts'
import { AppError, isTimeout, UpstreamError } from '../errors.ts'
import type { CacheName, CountCaches } from '../metrics/index.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import { hasUserid, isSameUserid, useridKey } from '../userid.ts'
import { usableMs, type Changes } from './changes.ts'
import type { Chat, Contact, Wecom } from '../wecom/wecom.ts'

export interface PermissionOptions {
  /** The user pulled to refresh. */
  refresh?: boolean
}

/** Decides whom a salesperson may see. All reject with an AppError of the contract, or fail closed. */
export interface Permissions {
  /** The contact, for one of its followers. @throws not_a_follower */
  contact(userid: string, externalUserId: string, signal: AbortSignal, options?: PermissionOptions): Promise<Contact>
  /** @throws not_a_follower */
  requireContact(
    userid: string,
    externalUserId: string,
    signal: AbortSignal,
    options?: PermissionOptions,
  ): Promise<void>
  /** The group, for its owner, an admin or a member. @throws not_a_chat_member */
  chat(userid: string, chatId: string, signal: AbortSignal, options?: PermissionOptions): Promise<Chat>
  /** @throws not_a_chat_member */
  requireChat(userid: string, chatId: string, signal: AbortSignal, options?: PermissionOptions): Promise<void>
}

const allowedMs = 300_000
const refusedMs = 30_000
const outageMs = 3_600_000
const askTimeoutMs = 8000
/** A user who is known to be allowed waits no longer than this for WeCom to confirm it. */
const patienceMs = 1500

/** WeCom does not answer. A refusal does not count as that: it may mean that the right has ended. */
const isOutage = (error: unknown): boolean =>
  isTimeout(error) ||
  (error instanceof UpstreamError && ['unreachable', 'rate_limited', 'unreadable'].includes(error.reason))

interface Subject<T> {
  name: Extract<CacheName, 'contact' | 'chat'>
  ask(id: string, signal: AbortSignal): Promise<T>
  isAllowed(subject: T, userid: string): boolean
  refusal: 'not_a_follower' | 'not_a_chat_member'
  /** How many are remembered. */
  max: number
}

interface Age {
  /** When it was asked for. */
  at: Moment
  /** The subject's change count that was known then. */
  changedAt: number | null
  /** Set while WeCom is down: how long it is not asked again. */
  spared: Span | null
}
/** `before`: of an answer that is not whole, the last that was. */
type Answer<T> = Age & ({ value: T; before: { value: T; at: Moment } | null } | { error: AppError })

interface Deps {
  wecom: Pick<Wecom, 'contact' | 'chat'>
  changes: Changes
  clock: Clock
  caches?: CountCaches | undefined
}

/** Keeps each contact or group once for all users: its followers or members say who may see it. */
function createGate<T extends { isWhole: boolean }>(subject: Subject<T>, { changes, clock, caches }: Deps) {
  const { name, ask, isAllowed, refusal, max } = subject
  const count = caches?.(name)
  const known = new LRUCache<string, Answer<T>>({ max })
  const retried = new LRUCache<string, Moment>({ max })
  const once = createSingleFlight()

  function lastWhole(id: string, changedAt: number | null): { value: T; at: Moment } | null {
    const last = known.get(id)
    if (!last || last.changedAt !== changedAt || 'error' in last) return null
    return last.value.isWhole ? { value: last.value, at: last.at } : last.before
  }

  async function renew(id: string, changedAt: number | null): Promise<Answer<T>> {
    const age = { at: momentOf(clock), changedAt, spared: null }
    const answer = await ask(id, AbortSignal.timeout(askTimeoutMs)).then(
      (value) => ({ ...age, value, before: value.isWhole ? null : lastWhole(id, changedAt) }),
      (error: unknown) => {
        if (error instanceof AppError) return { ...age, error }
        throw error
      },
    )
    known.set(id, answer)
    return answer
  }

  /** A request made after a change does not join a call begun before it. */
  const renewOnce = (id: string, changedAt: number | null) => once(`${id} ${changedAt}`, () => renew(id, changedAt))

  /** Who was refused tries again: they may have added the customer a moment ago. Soon after one such try, what is known holds. */
  function retry(userid: string, kept: Answer<T>, id: string): Promise<Answer<T>> {
    const key = `${useridKey(userid)} ${id} ${kept.changedAt}`
    return once(`again ${key}`, async () => {
      const last = retried.get(key)
      if (last && isYounger(last, refreshMs, clock)) return known.get(id) ?? kept
      retried.set(key, momentOf(clock))
      return renewOnce(id, kept.changedAt)
    })
  }

  /** A known answer holds for an hour while WeCom is down or too slow. */
  async function renewOr(kept: Answer<T>, id: string, signal: AbortSignal): Promise<Answer<T>> {
    if (kept.spared && msLeft(kept.spared, clock) > 0) return kept
    try {
      const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      return await abortable(renewOnce(id, kept.changedAt), soon)
    } catch (error) {
      if (signal.aborted) throw error
      if (!isOutage(error)) {
        // A refusal is kept, so that an outage a minute later does not bring the permission back.
        known.delete(id)
        throw error
      }
      kept.spared = spanOf(refusedMs, clock)
      return kept
    }
  }

  function judge(answer: Answer<T>, userid: string): T {
    if ('error' in answer) throw answer.error
    const { value, before } = answer
    if (isAllowed(value, userid)) return value
    if (value.isWhole) throw new AppError(refusal)
    // They may be the one who could not be read: as during an outage, a known right holds for an hour.
    if (before && isAllowed(before.value, userid) && isYounger(before.at, outageMs, clock)) return before.value
    throw new UpstreamError({ source: 'wecom', operation: name, reason: 'unreadable' })
  }

  return async function may(
    userid: string,
    id: string,
    signal: AbortSignal,
    options: PermissionOptions = {},
  ): Promise<T> {
    const changedAt = (await changes.of([id])).get(id) ?? null
    const last = known.get(id)
    // An answer from before a change is not used even while WeCom is down: the change may have ended the right.
    const kept = last?.changedAt === changedAt ? last : undefined
    const isGrant = kept !== undefined && 'value' in kept && isAllowed(kept.value, userid)
    const grantedMs = options.refresh ? refreshMs : allowedMs
    const usualMs = isGrant ? grantedMs : refusedMs
    const isUsable = kept !== undefined && isYounger(kept.at, usableMs({ at: kept.at.wall, changedAt }, usualMs), clock)
    count?.(isUsable)
    if (isUsable && !isGrant && options.refresh) return judge(await abortable(retry(userid, kept, id), signal), userid)
    if (isUsable) return judge(kept, userid)
    if (kept && isGrant && isYounger(kept.at, outageMs, clock)) return judge(await renewOr(kept, id, signal), userid)
    const fresh = await abortable(renewOnce(id, changedAt), signal)
    return judge(fresh, userid)
  }
}

/**
 * Asks WeCom who follows a contact and who is in a group. Cached: permissions 5 min, refusals 30 s, during an outage 1
 * h, and nothing beyond a change that WeCom reports.
 */
export function createPermissions(deps: Deps): Permissions {
  const { wecom } = deps
  const contact = createGate<Contact>(
    {
      name: 'contact',
      ask: (id, signal) => wecom.contact(id, signal),
      isAllowed: ({ followers }, userid) => followers.some((follower) => isSameUserid(follower.userid, userid)),
      refusal: 'not_a_follower',
      max: 5000,
    },
    deps,
  )
  const chat = createGate<Chat>(
    {
      name: 'chat',
      ask: (id, signal) => wecom.chat(id, signal),
      isAllowed: ({ owner, admins, members }, userid) =>
        (owner !== null && isSameUserid(owner, userid)) ||
        hasUserid(admins, userid) ||
        members.some(({ id, isExternal }) => !isExternal && isSameUserid(id, userid)),
      refusal: 'not_a_chat_member',
      max: 1000,
    },
    deps,
  )
  return {
    contact,
    requireContact: async (...asked) => void (await contact(...asked)),
    chat,
    requireChat: async (...asked) => void (await chat(...asked)),
  }
}

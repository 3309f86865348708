import { LRUCache } from 'lru-cache'
import { abortable } from '../abortable.ts'
import type { Clock } from '../clock.ts'
import { AppError, isTimeout, UpstreamError } from '../errors.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { Chat, Contact, Wecom } from './wecom.ts'

export interface PermissionOptions {
  /** What is known must not be older than this, where WeCom can be asked. */
  maxAgeMs?: number
}

/** Decides whom a salesperson may see. Both reject with an AppError of the contract, or fail closed. */
export interface Permissions {
  /** The contact, for one of its followers. @throws not_a_follower, not_a_contact */
  contact(userid: string, externalUserId: string, signal: AbortSignal, options?: PermissionOptions): Promise<Contact>
  /** The group, for its owner, an admin or a member. @throws not_a_chat_member, not_a_customer_chat */
  chat(userid: string, chatId: string, signal: AbortSignal, options?: PermissionOptions): Promise<Chat>
}

const allowedMs = 300_000
const refusedMs = 30_000
const outageMs = 3_600_000
const askTimeoutMs = 8000
/** Who is already known to be allowed waits no longer than this for WeCom to say so again. */
const patienceMs = 1500

/** WeCom does not answer. A refusal is not that: it may mean that the right was taken away. */
const isOutage = (error: unknown): boolean =>
  isTimeout(error) ||
  (error instanceof UpstreamError && ['unreachable', 'rate_limited', 'unreadable'].includes(error.reason))

interface Subject<T extends object> {
  ask(id: string, signal: AbortSignal): Promise<T>
  isAllowed(subject: T, userid: string): boolean
  refusal: 'not_a_follower' | 'not_a_chat_member'
  /** How many are remembered. */
  max: number
}

interface Age {
  at: number
  /** Set while WeCom is down: not asked again before. */
  retryAt: number
}
type Answer<T> = Age & ({ value: T } | { error: AppError })

/** Knows each subject once, for all who ask about it: whether one may see it is read from the subject itself. */
function createGate<T extends object>({ ask, isAllowed, refusal, max }: Subject<T>, clock: Clock) {
  const known = new LRUCache<string, Answer<T>>({ max })
  const once = createSingleFlight()

  async function renew(id: string): Promise<Answer<T>> {
    const age = { at: clock(), retryAt: 0 }
    const answer = await ask(id, AbortSignal.timeout(askTimeoutMs)).then(
      (value) => ({ ...age, value }),
      (error: unknown) => {
        if (error instanceof AppError) return { ...age, error }
        throw error
      },
    )
    known.set(id, answer)
    return answer
  }

  /** What is known holds for an hour while WeCom is down, or slower than anybody would wait. */
  async function renewOr(kept: Answer<T>, id: string, signal: AbortSignal): Promise<Answer<T>> {
    if (kept.retryAt > clock()) return kept
    try {
      const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      return await abortable(
        once(id, () => renew(id)),
        soon,
      )
    } catch (error) {
      if (signal.aborted) throw error
      if (!isOutage(error)) {
        // Refused now: an outage a minute later must not bring the permission back.
        known.delete(id)
        throw error
      }
      kept.retryAt = clock() + refusedMs
      return kept
    }
  }

  function judge(answer: Answer<T>, userid: string): T {
    if ('error' in answer) throw answer.error
    if (!isAllowed(answer.value, userid)) throw new AppError(refusal)
    return answer.value
  }

  return async (userid: string, id: string, signal: AbortSignal, options: PermissionOptions = {}): Promise<T> => {
    const kept = known.get(id)
    const age = kept ? clock() - kept.at : Number.POSITIVE_INFINITY
    const isGrant = kept !== undefined && 'value' in kept && isAllowed(kept.value, userid)
    if (kept && age < (isGrant ? (options.maxAgeMs ?? allowedMs) : refusedMs)) return judge(kept, userid)
    if (kept && isGrant && age < outageMs) return judge(await renewOr(kept, id, signal), userid)
    const fresh = await abortable(
      once(id, () => renew(id)),
      signal,
    )
    return judge(fresh, userid)
  }
}

/** Asks WeCom who follows a contact and who sits in a group. Cached: grants 5 min, refusals 30 s, an outage 1 h. */
export function createPermissions({ wecom, clock }: { wecom: Wecom; clock: Clock }): Permissions {
  return {
    contact: createGate<Contact>(
      {
        ask: (id, signal) => wecom.contact(id, signal),
        isAllowed: ({ followers }, userid) => followers.some((follower) => follower.userid === userid),
        refusal: 'not_a_follower',
        max: 5000,
      },
      clock,
    ),
    chat: createGate<Chat>(
      {
        ask: (id, signal) => wecom.chat(id, signal),
        isAllowed: ({ owner, admins, members }, userid) =>
          owner === userid ||
          admins.includes(userid) ||
          members.some(({ id, isExternal }) => !isExternal && id === userid),
        refusal: 'not_a_chat_member',
        max: 1000,
      },
      clock,
    ),
  }
}

import { LRUCache } from 'lru-cache'
import { isYounger, momentOf, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import { abortable } from '../concurrency/abortable.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import { useridKey } from '../userid.ts'
import type { Member, Wecom } from '../wecom/wecom.ts'

type Answer = { member: Member } | { error: unknown }

/** An answer is used for the other calls of the same page. */
const believedMs = 30_000
const askMs = 8000

/** Asks WeCom whether somebody still is a member, once for all calls of a person. */
export function createMembership({ wecom, clock }: { wecom: Pick<Wecom, 'member'>; clock: Clock }) {
  const once = createSingleFlight()
  const known = new LRUCache<string, Answer & { at: Moment }>({ max: 5000 })

  async function renew(userid: string, key: string): Promise<Answer> {
    const at = momentOf(clock)
    const answer: Answer = await wecom.member(userid, AbortSignal.timeout(askMs)).then(
      (member) => ({ member }),
      (error: unknown) => ({ error }),
    )
    known.set(key, { ...answer, at })
    return answer
  }

  /** Not kept for a login: it is asked for each time. */
  async function ask(userid: string, signal: AbortSignal, isFresh = false): Promise<Member> {
    const key = useridKey(userid)
    const kept = isFresh ? undefined : known.get(key)
    const isKnown = kept !== undefined && isYounger(kept.at, believedMs, clock)
    const answer = isKnown
      ? kept
      : await abortable(
          once(key, () => renew(userid, key)),
          signal,
        )
    if ('error' in answer) throw answer.error
    return answer.member
  }
  return { ask }
}

export type Membership = ReturnType<typeof createMembership>

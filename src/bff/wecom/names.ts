import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { CountRead } from '../metrics/index.ts'
import type { SingleFlight } from '../concurrency/single-flight.ts'
import { abortable } from '../concurrency/abortable.ts'
import type { Send } from './call.ts'
import { isOfSubject } from './failures.ts'
import { seen } from '../wire/seen.ts'
import type { Wecom } from './wecom.ts'
import { WireUser } from './wire.ts'

const hourMs = 3_600_000
const unknownMs = 300_000
const timeoutMs = 5000
/** Names that a page asks for take no more of the calls that WeCom is sent at once: who may see what goes before. */
const atOnce = 8

interface Deps {
  send: Send
  clock: Clock
  once: SingleFlight
  count?: CountRead | undefined
}

/** Caches members' names for an hour, and for five minutes that a name may not be read. */
export function createNames({ send, clock, once, count }: Deps) {
  const queue = new PQueue({ concurrency: atOnce })
  const known = new LRUCache<string, { name: string | null; holds: Span }>({ max: 10_000 })

  async function ask(userid: string): Promise<string | null> {
    const call = { path: 'user/get', query: { userid }, schema: WireUser }
    const name = await send(call, AbortSignal.timeout(timeoutMs)).then(
      (user) => seen(user.name),
      (error: unknown) => {
        // The member is outside the app's visible range, or has left.
        if (isOfSubject(error)) return null
        throw error
      },
    )
    known.set(userid, { name, holds: spanOf(name === null ? unknownMs : hourMs, clock) })
    return name
  }

  return async (userid: string, signal: AbortSignal): Promise<string | null> => {
    const kept = known.get(userid)
    const isKnown = kept !== undefined && msLeft(kept.holds, clock) > 0
    count?.(isKnown)
    if (isKnown) return kept.name
    return abortable(
      once(`name ${userid}`, () => queue.add(() => ask(userid))),
      signal,
    )
  }
}

/** The longest that a card waits for names. */
const patienceMs = 1000
/** As many as the rows of one page name. */
const maxNames = 200

export interface NamedMember {
  userid: string
  name: string | null
}

/** The members, with those names of the first two hundred that WeCom answers in time. */
export function namesOf(
  wecom: Pick<Wecom, 'nameOf'>,
  userids: readonly string[],
  signal: AbortSignal,
): Promise<NamedMember[]> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  const named = userids.map(async (userid, index) => {
    const name = index < maxNames ? await wecom.nameOf(userid, soon).catch(() => null) : null
    return { userid, name }
  })
  return Promise.all(named)
}

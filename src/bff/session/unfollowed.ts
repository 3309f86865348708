import { skewMs } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { FollowedContact, Store } from '../store/store.ts'

export interface UnfollowedDeps {
  store: Pick<Store, 'contacts' | 'erasures'>
  clock: Clock
  retainMs: number
  /** Asks WeCom. Null where it does not say. */
  isFollowed(externalUserId: string): Promise<boolean | null>
}

/** In an hour. With more linked contacts than some 40,000, each is asked about less often. */
const atOnce = 100
/** How often within `retainMs` each is asked about, so that nothing goes before it is due because a contact was asked about long ago. */
const asks = 10

/**
 * Removes what is kept of contacts that nobody has followed for `retainMs`, counted from when WeCom last said that somebody does.
 * Answers of whom.
 */
export function createUnfollowed({ store: { contacts, erasures }, clock, retainMs, isFollowed }: UnfollowedDeps) {
  async function judge({ externalUserId, followedAt }: FollowedContact, isStill: boolean): Promise<boolean> {
    const now = clock()
    const isDue = !isStill && now - followedAt >= retainMs
    if (isDue) await erasures.contact(externalUserId)
    // A time of the future is that of a wrong clock.
    else await contacts.note({ externalUserId, followedAt: isStill ? now : Math.min(followedAt, now) }, now)
    return isDue
  }

  return async (): Promise<string[]> => {
    const gone: string[] = []
    await contacts.sweep()
    const now = clock()
    for (const contact of await contacts.due({ before: now - retainMs / asks, after: now + skewMs, limit: atOnce })) {
      const isStill = await isFollowed(contact.externalUserId)
      // WeCom does not answer, or not us: the others wait for the next hour as well.
      if (isStill === null) break
      if (await judge(contact, isStill)) gone.push(contact.externalUserId)
    }
    return gone
  }
}

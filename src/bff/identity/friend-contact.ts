import { AppError } from '../errors.ts'
import type { Caller } from '../http/route.ts'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../access/permissions.ts'

interface Deps {
  links: Pick<LinkStore, 'contactsOf'>
  access: Pick<Permissions, 'requireContact'>
}

type Asked = Pick<Caller, 'staff' | 'signal'> & { refresh?: boolean }

/** A friend is linked to one contact, hardly ever to two: with more, none is meant. */
const mostAsked = 10

/**
 * The one contact that a friend of 企客聊 is linked to and this salesperson follows now; null where there is none, or several.
 * @throws UpstreamError where WeCom does not say
 */
export function createFriendContact({ links, access }: Deps) {
  async function isFollowed(externalUserId: string, asked: Asked): Promise<boolean> {
    const { staff, signal, refresh = false } = asked
    try {
      await access.requireContact(staff.userid, externalUserId, signal, { refresh })
      return true
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_a_follower') return false
      throw error
    }
  }

  return async (friendId: string, asked: Asked): Promise<string | null> => {
    const linked = await links.contactsOf('youmi', [friendId])
    const ids = linked.map(({ externalUserId }) => externalUserId)
    if (ids.length > mostAsked) return null
    const answers = await Promise.all(ids.map((id) => isFollowed(id, asked)))
    const followed = ids.filter((_id, index) => answers[index])
    return followed.length === 1 ? (followed[0] ?? null) : null
  }
}
export type FriendContact = ReturnType<typeof createFriendContact>

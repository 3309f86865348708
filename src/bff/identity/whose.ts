import type { Todo } from '#contract/todo'
import type { LinkedSourceId } from '#contract/source'
import PQueue from 'p-queue'
import type { Caller } from '../http/route.ts'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Contact } from '../wecom/wecom.ts'
import { isSameUserid } from '../userid.ts'
import { seen } from '../wire/seen.ts'

interface Deps {
  links: Pick<LinkStore, 'contactsOf'>
  access: Pick<Permissions, 'contact'>
}

/** The contacts that rows are about, by the source's own id: only linked ones that this salesperson follows. */
export type Whose = (
  source: LinkedSourceId,
  sourceIds: readonly string[],
  caller: Caller,
) => Promise<ReadonlyMap<string, Todo['contact']>>

const atOnce = 16
/** Rows wait no longer than this for names. */
const patienceMs = 1500

/** Who has a name of signs that cannot be seen, or none. */
export const nameless = '未命名客户'

/** As the client's list of chats shows it: the user's remark, else the contact's own name. */
const nameFor = ({ name, followers }: Contact, userid: string): string =>
  seen(followers.find((follower) => isSameUserid(follower.userid, userid))?.remark) ?? seen(name) ?? nameless

/** Those of the contacts whom this salesperson follows, by their ids, with what they are called. */
export function createFollowed({ access }: Pick<Deps, 'access'>) {
  return async (
    externalUserIds: readonly string[],
    { staff: { userid }, signal }: Pick<Caller, 'staff' | 'signal'>,
  ) => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    const followed = new Map<string, NonNullable<Todo['contact']>>()
    const name = async (externalUserId: string) => {
      try {
        const contact = await access.contact(userid, externalUserId, patience)
        followed.set(externalUserId, { externalUserId, name: nameFor(contact, userid) })
      } catch {
        // Not visible to the user, or not known now: the row stays without a name.
      }
    }
    const distinct = [...new Set(externalUserIds)]
    await new PQueue({ concurrency: atOnce }).addAll(distinct.map((externalUserId) => () => name(externalUserId)))
    return followed
  }
}
export type Followed = ReturnType<typeof createFollowed>

export function createWhose({ links, access }: Deps): Whose {
  const followed = createFollowed({ access })
  return async (source, sourceIds, caller) => {
    const linked = await links.contactsOf(source, [...new Set(sourceIds)])
    const contacts = await followed(
      linked.map(({ externalUserId }) => externalUserId),
      caller,
    )
    const whose = new Map<string, Todo['contact']>()
    for (const { sourceId, externalUserId } of linked) {
      const contact = contacts.get(externalUserId)
      if (contact) whose.set(sourceId, contact)
    }
    return whose
  }
}

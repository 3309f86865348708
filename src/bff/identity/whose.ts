import type { Todo } from '#contract/todo'
import type { LinkedSourceId } from '#contract/source'
import PQueue from 'p-queue'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Contact } from '../wecom/wecom.ts'

interface Deps {
  links: Pick<LinkStore, 'contactsOf'>
  permissions: Pick<Permissions, 'contact'>
}

/** The contacts that rows are about, by the source's own id: only linked ones that this salesperson follows. */
export type Whose = (
  source: LinkedSourceId,
  sourceIds: readonly string[],
  userid: string,
  signal: AbortSignal,
) => Promise<ReadonlyMap<string, Todo['contact']>>

const atOnce = 16
/** Rows wait no longer than this for names. */
const patienceMs = 1500

/** As the client's list of chats shows it: the user's remark, else the contact's own name. */
const nameFor = ({ name, followers }: Contact, userid: string): string =>
  followers.find((follower) => follower.userid === userid)?.remark || name

export function createWhose({ links, permissions }: Deps): Whose {
  return async (source, sourceIds, userid, signal) => {
    const linked = await links.contactsOf(source, [...new Set(sourceIds)])
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    const whose = new Map<string, Todo['contact']>()
    const name = async ({ sourceId, externalUserId }: (typeof linked)[number]) => {
      try {
        const contact = await permissions.contact(userid, externalUserId, patience)
        whose.set(sourceId, { externalUserId, name: nameFor(contact, userid) })
      } catch {
        // Not visible to the user, or not known now: the row stays without a name.
      }
    }
    await new PQueue({ concurrency: atOnce }).addAll(linked.map((link) => () => name(link)))
    return whose
  }
}

import type { LinkedSourceId } from '#contract/source'
import type { Clock } from '../../clock.ts'
import { isImported } from '../../identity/link-maker.ts'
import type { StaffIds } from '../../identity/staff-ids.ts'
import type { ContactLinkRecord, Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import type { KnownPerson } from '../mappings/known.ts'

export interface HoldsDeps {
  store: Pick<Store, 'fieldCustomers' | 'fieldTasks'>
  staffIds: StaffIds
  /** A phone alone makes a candidate. */
  linkByPhone: boolean
  clock: Clock
}

/** Whether its maker could make a link today; null where only WeCom or the vendor could say. */
export type Holds = ReadonlyMap<ContactLinkRecord, boolean | null>

/** Sources in which only somebody with a staff id is offered candidates. */
const needStaffId: readonly LinkedSourceId[] = ['youmi', 'waiqin']

/** The userid of its maker; null for an import, and for somebody who is forgotten or whose userid is another's now. */
export function makerOfLink(link: Pick<ContactLinkRecord, 'linkedBy'>): string | null {
  if (isImported(link)) return null
  const userid = link.linkedBy.replace(/^userid /, '')
  return userid.includes(' ') ? null : userid
}

/** Nobody followed the contact when WeCom was last asked. */
const isUnfollowed = ({ followedAt, askedAt }: ContactLinkRecord): boolean =>
  followedAt !== null && askedAt !== null && followedAt < askedAt

/** What the mirrors say of links: a maker has left, nobody follows the contact, or 勤策 gives the maker no reason to see the customer. */
export function createHolds({ store, staffIds, linkByPhone, clock }: HoldsDeps) {
  const { fieldCustomers, fieldTasks } = store

  /** Customers of 勤策 that this person manages or has tasks with, among these. */
  async function reasonsOf(staffId: string, customerIds: readonly string[]): Promise<Set<string>> {
    const [managed, worked] = await Promise.all([
      fieldCustomers.managedAmong(staffId, customerIds),
      fieldTasks.customerIdsOf(staffId, clock(), customerIds),
    ])
    return new Set([...managed, ...worked])
  }

  async function ofMaker(
    userid: string,
    links: readonly ContactLinkRecord[],
  ): Promise<[ContactLinkRecord, boolean | null][]> {
    const ids = new Map<LinkedSourceId, string | null>()
    for (const source of needStaffId) ids.set(source, await staffIds(userid, source))
    const staffId = ids.get('waiqin') ?? null
    const customers = links.filter(({ source }) => source === 'waiqin').map(({ sourceId }) => sourceId)
    const reasons = staffId === null || customers.length === 0 ? new Set() : await reasonsOf(staffId, customers)
    return links.map((link) => {
      if (isUnfollowed(link) || ids.get(link.source) === null) return [link, false]
      if (link.source !== 'waiqin') return [link, null]
      return [link, reasons.has(link.sourceId) ? true : linkByPhone ? null : false]
    })
  }

  return async (links: readonly ContactLinkRecord[], people: ReadonlyMap<string, KnownPerson>): Promise<Holds> => {
    const holds = new Map<ContactLinkRecord, boolean | null>()
    const byMaker = new Map<string, ContactLinkRecord[]>()
    for (const link of links) {
      const maker = makerOfLink(link)
      const isGone = maker === null || people.get(useridKey(maker))?.isLeft === true
      if (isGone) holds.set(link, isImported(link) ? null : false)
      else byMaker.set(useridKey(maker), [...(byMaker.get(useridKey(maker)) ?? []), link])
    }
    for (const [maker, theirs] of byMaker) for (const [link, is] of await ofMaker(maker, theirs)) holds.set(link, is)
    return holds
  }
}

import type { LinkedSourceId } from '#contract/source'
import type { FieldTask, Todo, WorkList } from '#contract/work'
import type { Clock } from './clock.ts'
import { goodUntil } from './good-until.ts'
import type { Whose } from './contact/whose.ts'
import type { Input } from './route.ts'
import type { Question, Reading, Source } from './sources/source.ts'
import type { StaffIds } from './staff-ids.ts'
import type { LinkStore, Store } from './store/store.ts'
import type { Permissions } from './wecom/permissions.ts'
import { toWorkList, unconfiguredList, unlinkedList } from './work-list.ts'

export interface LinkedWorkDeps {
  permissions: Pick<Permissions, 'contact' | 'isContactKnown'>
  staffIds: StaffIds
  links: Pick<LinkStore, 'ofContact'>
  whose: Whose
  clock: Clock
  store: Pick<Store, 'version'>
}

interface Options<Item extends Todo | FieldTask> {
  id: LinkedSourceId
  /** Null where it is not configured. */
  source: Source<Item> | null
  /** The vendor's id of whom a row is about. */
  subjectOf(item: Item): string
  /** Whether the vendor tells nothing to somebody whose id there is not known. */
  needsStaffId: boolean
}

type Mine = Omit<Input<'GET /api/me/todos'>, 'params' | 'body'>
type OfContact = Mine & Pick<Input<'GET /api/contacts/:externalUserId/todos'>, 'params'>

/** The lists of a vendor that has ids of its own for people and customers: the open contact's work, and mine. */
export function createLinkedWork<Item extends Todo | FieldTask>(
  { id, source, subjectOf, needsStaffId }: Options<Item>,
  { permissions, staffIds, links, whose, clock, store }: LinkedWorkDeps,
) {
  function read(from: Source<Item>, who: Pick<Question, 'subjects' | 'staffId'>, asked: Mine): Promise<Reading<Item>> {
    const { query, signal, refresh } = asked
    return from.read({ ...who, status: query.status, mine: query.mine === '1', refresh }, signal)
  }

  const listOf = (reading: Reading<Item>, asked: Mine) => toWorkList(id, reading, { ...asked, clock })

  /** With open rows all those are read that can fall overdue; without, the counts may change at any time. */
  function offerReuse({ params, staff, query, reuse }: OfContact, reading: Reading<Item>, version: string, at: number) {
    if (!reading.isStored || reading.problem || (query.status !== 'open' && query.status !== 'all')) return
    const holds = () => permissions.isContactKnown(staff.userid, params.externalUserId)
    reuse({ version, until: goodUntil(reading.items, at), holds })
  }

  return {
    async ofContact(asked: OfContact): Promise<WorkList<Item>> {
      const { params, staff, signal } = asked
      const [version, at] = [await store.version(), clock()]
      await permissions.contact(staff.userid, params.externalUserId, signal)
      if (!source) return unconfiguredList(id)
      const staffId = await staffIds(staff.userid, id)
      if (staffId === null && needsStaffId) return unlinkedList(id, 'staff-link')
      const linked = (await links.ofContact(params.externalUserId)).filter((link) => link.source === id)
      if (linked.length === 0) return unlinkedList(id, 'contact-link')
      const reading = await read(source, { subjects: linked.map(({ sourceId }) => sourceId), staffId }, asked)
      offerReuse(asked, reading, version, at)
      return listOf(reading, asked)
    },

    async mine(asked: Mine): Promise<WorkList<Item>> {
      const { staff, signal } = asked
      if (!source) return unconfiguredList(id)
      const staffId = await staffIds(staff.userid, id)
      if (staffId === null) return unlinkedList(id, 'staff-link')
      const list = listOf(await read(source, { subjects: null, staffId }, asked), asked)
      const contacts = await whose(id, list.items.map(subjectOf), staff.userid, signal)
      const named = (item: Item): Item => Object.assign({}, item, { contact: contacts.get(subjectOf(item)) ?? null })
      return { ...list, items: list.items.map(named) }
    },
  }
}

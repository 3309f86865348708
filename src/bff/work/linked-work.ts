import type { LinkedSourceId } from '#contract/source'
import type { FieldTask } from '#contract/field-task'
import type { Todo } from '#contract/todo'
import type { ListQuery, WorkList } from '#contract/work'
import type { Clock } from '../clock.ts'
import type { LinkMakers } from '../identity/link-maker.ts'
import type { Whose } from '../identity/whose.ts'
import { hasText } from '../sources/has-text.ts'
import type { LinkedSource, SourcePage, SourceQuery } from '../sources/source.ts'
import type { Standing } from '../sources/standing.ts'
import type { StaffIds } from '../identity/staff-ids.ts'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../access/permissions.ts'
import { startOf, toWorkListOf, unconfiguredList, unlinkedList, type ListCaller, type Start } from './work-list.ts'

export interface LinkedWorkDeps {
  access: Pick<Permissions, 'requireContact'>
  staffIds: StaffIds
  links: Pick<LinkStore, 'ofContact'>
  makers: Pick<LinkMakers, 'isConfirmed'>
  whose: Whose
  clock: Clock
}

interface Options<Item extends Todo | FieldTask, Row extends Standing> {
  id: LinkedSourceId
  /** Null if the source is not configured. */
  source: LinkedSource<Item, Row> | null
  /** The vendor's id of the customer or friend to whom a row belongs. */
  subjectOf(item: Item): string
  /** Whether the vendor needs the salesperson's own id for every answer. */
  needsStaffId: boolean
}

interface OfContact extends ListCaller {
  params: { externalUserId: string }
}

/** Of so many customers at most the names are looked through: WeCom is asked for each. */
const mostNames = 100

function pageOf({ order, after }: Start, { limit }: ListQuery): SourcePage {
  if (!after) return { ...order, after, limit }
  const [group, dueAt, createdAt, id] = after
  return { ...order, after: { group, dueAt, createdAt, id }, limit }
}

/** The lists of a vendor that has its own ids for people and customers: the open contact's work, and the user's. */
export function createLinkedWork<Item extends Todo | FieldTask, Row extends Standing>(
  { id, source, subjectOf, needsStaffId }: Options<Item, Row>,
  { access, staffIds, links, makers, whose, clock }: LinkedWorkDeps,
) {
  async function read(
    from: LinkedSource<Item, Row>,
    who: Pick<SourceQuery, 'subjects' | 'confirmed' | 'staffId' | 'find'>,
    asked: ListCaller,
    withContacts?: (items: readonly Item[]) => Promise<void>,
  ) {
    const { query, signal, refresh } = asked
    const start = startOf({ query, clock })
    const question = { ...who, status: query.status, mine: query.mine === '1', refresh, page: pageOf(start, query) }
    const reading = await from.read(question, signal)
    if (reading.needs) return unlinkedList<Item>(id, reading.needs)
    const itemsOf = async (rows: readonly Row[]) => {
      const items = await from.itemsOf(rows, question)
      await withContacts?.(items)
      return items
    }
    return toWorkListOf(id, reading, { ...asked, clock, start, itemsOf })
  }

  /** What is looked for in the user's own rows: customers by the names that the rows show, too. */
  async function findOf(from: LinkedSource<Item, Row>, staffId: string, asked: ListCaller) {
    const { q } = asked.query
    if (q === undefined) return {}
    const subjects = await from.subjectsOf(staffId, asked.signal)
    const contacts = await whose(id, subjects.slice(0, mostNames), asked)
    const named = [...contacts].filter(([, contact]) => hasText(q, [contact?.name]))
    return { find: { text: q, subjects: named.map(([subject]) => subject) } }
  }

  return {
    async ofContact(asked: OfContact): Promise<WorkList<Item>> {
      const { params, staff, signal, refresh } = asked
      await access.requireContact(staff.userid, params.externalUserId, signal, { refresh })
      if (!source) return unconfiguredList(id)
      const [staffId, all] = await Promise.all([staffIds(staff.userid, id), links.ofContact(params.externalUserId)])
      if (staffId === null && needsStaffId) return unlinkedList(id, 'staff-link')
      const linked = all.filter((link) => link.source === id)
      if (linked.length === 0) return unlinkedList(id, 'contact-link')
      const subjects = linked.map(({ sourceId }) => sourceId)
      const confirmed = linked.filter(makers.isConfirmed).map(({ sourceId }) => sourceId)
      const { q } = asked.query
      const find = q === undefined ? {} : { find: { text: q, subjects: [] } }
      return read(source, { subjects, confirmed, staffId, ...find }, asked)
    },

    /** About one customer or friend by the source's own id, without a contact: rows that are addressed to the caller alone. */
    async ofSubject(subject: string, asked: ListCaller): Promise<WorkList<Item>> {
      if (!source) return unconfiguredList(id)
      const staffId = await staffIds(asked.staff.userid, id)
      if (staffId === null) return unlinkedList(id, 'staff-link')
      return read(source, { subjects: [subject], staffId }, asked)
    },

    async mine(asked: ListCaller): Promise<WorkList<Item>> {
      if (!source) return unconfiguredList(id)
      const staffId = await staffIds(asked.staff.userid, id)
      if (staffId === null) return unlinkedList(id, 'staff-link')
      const find = await findOf(source, staffId, asked)
      return read(source, { subjects: null, staffId, ...find }, asked, async (items) => {
        const contacts = await whose(id, items.map(subjectOf), asked)
        for (const item of items) item.contact = contacts.get(subjectOf(item)) ?? null
      })
    },
  }
}

import type { Clock } from '../../clock.ts'
import { readKept } from '../../mirror/mapper.ts'
import type { Store } from '../../store/store.ts'
import type { CandidateQuery, Offer } from '../source.ts'
import type { CustomerBody, customerMapper } from './map-customer.ts'
import { phonesOf } from './phones.ts'

type Reason = Offer['reasons'][number]

interface Deps {
  store: Store
  clock: Clock
  mapper: typeof customerMapper
}

interface Known {
  name: string
  body: CustomerBody
}

const maxCandidates = 50
const strength: Partial<Record<Reason, number>> = { same_phone: 4, i_manage: 2, my_task: 1 }

const scoreOf = ({ reasons }: Offer): number => reasons.reduce((sum, reason) => sum + (strength[reason] ?? 0), 0)

function toCandidate(sourceId: string, known: Known | undefined, reasons: Reason[]): Offer {
  const subtitle = [known?.body.linkman, known?.body.address].filter(Boolean).join(' · ')
  return { source: 'waiqin', sourceId, title: known?.name ?? `客户 ${sourceId}`, subtitle: subtitle || null, reasons }
}

/**
 * Customers whom this salesperson manages, or has a task with that is open or was modified within 90 days; those with the
 * contact's phone come first. Salespeople type the phone themselves, so a phone alone makes a candidate only if the tenant
 * allows it: the link then opens no more than the reader's own tasks.
 */
export async function candidatesOf({ store, clock, mapper }: Deps, question: CandidateQuery): Promise<Offer[]> {
  const phones = question.phones.flatMap(phonesOf)
  const [managed, taskCustomers, called] = await Promise.all([
    store.fieldCustomers.managedBy(question.staffId),
    store.fieldTasks.customerIdsOf(question.staffId, clock()),
    phones.length > 0 ? store.fieldCustomers.byPhones(phones) : [],
  ])
  const reasons = new Map<string, Reason[]>()
  const note = (reason: Reason) => (id: string) => reasons.set(id, [...(reasons.get(id) ?? []), reason])
  const calledIds = new Set(called.map(({ customerId }) => customerId))
  const mine = new Set([...managed.map(({ customerId }) => customerId), ...taskCustomers].filter(Boolean))
  calledIds.forEach((id) => (mine.has(id) || question.linkByPhone) && note('same_phone')(id))
  managed.map(({ customerId }) => customerId).forEach(note('i_manage'))
  taskCustomers.filter(Boolean).forEach(note('my_task'))

  const ids = [...reasons.keys()].filter((id) => question.sourceId === undefined || question.sourceId === id)
  const rows = await store.fieldCustomers.byIds(ids)
  const known = new Map(
    rows.map(({ customerId, name, body }) => [customerId, { name, body: readKept(mapper.body, body) }]),
  )
  const text = question.text?.toLowerCase() ?? ''
  return ids
    .map((id) => toCandidate(id, known.get(id), reasons.get(id) ?? []))
    .filter(({ title, subtitle }) => `${title} ${subtitle ?? ''}`.toLowerCase().includes(text))
    .sort((one, other) => scoreOf(other) - scoreOf(one) || one.title.localeCompare(other.title, 'zh'))
    .slice(0, maxCandidates)
}

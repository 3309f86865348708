import type { Clock } from '../../clock.ts'
import type { Seal } from '../../secrets/seal.ts'
import type { Store } from '../../store/store.ts'
import type { CandidateQuery, Offer } from '../source.ts'
import type { customerMapper } from './map-customer.ts'
import { phonesOf } from './phones.ts'
import { phoneKeysOf, subtitleOf } from './protect-customer.ts'

type Reason = Offer['reasons'][number]

interface Deps {
  store: Store
  seal: Seal
  clock: Clock
  mapper: typeof customerMapper
}

const maxCandidates = 50
const strength: Partial<Record<Reason, number>> = { same_phone: 4, i_manage: 2, my_task: 1 }

const scoreOf = ({ reasons }: Pick<Offer, 'reasons'>): number =>
  reasons.reduce((sum, reason) => sum + (strength[reason] ?? 0), 0)

/** Why each customer may be offered. */
async function reasonsOf({ store, seal, clock }: Deps, question: CandidateQuery): Promise<Map<string, Reason[]>> {
  const phones = phoneKeysOf(seal, question.phones.flatMap(phonesOf))
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
  return reasons
}

/**
 * Customers whom this salesperson manages, or has a task with that is open or was modified within 90 days; those with the
 * contact's phone come first. Salespeople type the phone themselves, so a phone alone makes a candidate only if the tenant
 * allows it: the link then opens no more than the reader's own tasks.
 */
export async function candidatesOf(deps: Deps, question: CandidateQuery): Promise<Offer[]> {
  const { store, seal, mapper } = deps
  const reasons = await reasonsOf(deps, question)
  const ids = [...reasons.keys()].filter((id) => question.sourceId === undefined || question.sourceId === id)
  const rows = await store.fieldCustomers.byIds(ids)
  const known = new Map(rows.map((row) => [row.customerId, row]))
  const strongestFirst = ids
    .map((id) => ({ sourceId: id, title: known.get(id)?.name ?? `客户 ${id}`, reasons: reasons.get(id) ?? [] }))
    .sort((one, other) => scoreOf(other) - scoreOf(one) || one.title.localeCompare(other.title, 'zh'))
  const text = question.text?.toLowerCase() ?? ''
  const offers: Offer[] = []
  // Opening what is sealed takes time: no more of it than is shown, or searched.
  for (const one of strongestFirst) {
    const row = known.get(one.sourceId)
    const subtitle = row ? await subtitleOf(seal, mapper, row) : null
    if (!`${one.title} ${subtitle ?? ''}`.toLowerCase().includes(text)) continue
    offers.push({ source: 'waiqin', ...one, subtitle })
    if (offers.length === maxCandidates) break
  }
  return offers
}

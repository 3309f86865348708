import type { FieldTask } from '#contract/field-task'
import type { Clock } from '../../clock.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import type { Store } from '../../store/store.ts'
import { type TaskBody, TypeBody } from './map.ts'

interface Deps {
  store: Store
  clock: Clock
}

type Type = NonNullable<FieldTask['type']>

export interface Names {
  types: ReadonlyMap<string, TypeBody>
  customers: ReadonlyMap<string, string>
}

const typesFreshMs = 30_000

/** Names that a task only refers to: its type's, kept in memory, and its customer's. */
export function createNames({ store, clock }: Deps) {
  const once = createSingleFlight()
  let types: { map: ReadonlyMap<string, TypeBody>; at: number } | null = null

  async function loadTypes(): Promise<ReadonlyMap<string, TypeBody>> {
    const rows = await store.fieldTasks.types()
    const map = new Map(rows.map(({ typeId, body }) => [typeId, TypeBody.parse(body)]))
    types = { map, at: clock() }
    return map
  }

  return async (customerIds: readonly string[]): Promise<Names> => {
    const isFresh = types && clock() - types.at < typesFreshMs
    const [known, customers] = await Promise.all([
      isFresh && types ? types.map : once('types', loadTypes),
      store.fieldCustomers.byIds([...new Set(customerIds)]),
    ])
    return { types: known, customers: new Map(customers.map(({ customerId, name }) => [customerId, name])) }
  }
}

function typeOf(type: Type, { types }: Names): Type {
  const known = types.get(type.id)
  return known ? { id: type.id, ...known } : type
}

/**
 * Completes a kept task with what depends on the reader, the clock and other rows. It is written into the body, which was
 * read for this alone: copying two dozen fields costs as much as reading them.
 */
export function toFieldTask(body: TaskBody, names: Names, reader: { staffId: string | null; now: number }): FieldTask {
  const type = body.type && typeOf(body.type, names)
  const people = [...body.receivers, ...(body.creator ? [body.creator] : [])]
  return Object.assign(body, {
    contact: null,
    title: body.title || type?.name || '外勤任务',
    type,
    customer: { id: body.customer.id, name: names.customers.get(body.customer.id) ?? null },
    overdue: body.status === 'open' && body.dueAt !== null && Date.parse(body.dueAt) < reader.now,
    mine: reader.staffId !== null && people.some(({ id }) => id === reader.staffId),
  })
}

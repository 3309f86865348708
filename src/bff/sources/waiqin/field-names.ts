import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import type { Store } from '../../store/store.ts'
import { readKept } from '../../mirror/mapper.ts'
import type { TypeBody, typeMapper } from './map.ts'

interface Deps {
  store: Store
  clock: Clock
  mapper: typeof typeMapper
}

export interface FieldNames {
  types: ReadonlyMap<string, TypeBody>
  customers: ReadonlyMap<string, string>
}

const typesFreshMs = 30_000

/** Names to which a task refers by id: its type's, cached in memory, and its customer's. */
export function createFieldNames({ store, clock, mapper }: Deps) {
  const once = createSingleFlight()
  let types: { map: ReadonlyMap<string, TypeBody>; at: Moment } | null = null

  async function loadTypes(): Promise<ReadonlyMap<string, TypeBody>> {
    const rows = await store.fieldTasks.types()
    const map = new Map(rows.map(({ typeId, body }) => [typeId, readKept(mapper.body, body)]))
    types = { map, at: momentOf(clock) }
    return map
  }

  return async (customerIds: readonly string[]): Promise<FieldNames> => {
    const isFresh = types && isYounger(types.at, typesFreshMs, clock)
    const [known, customers] = await Promise.all([
      isFresh && types ? types.map : once('types', loadTypes),
      store.fieldCustomers.byIds([...new Set(customerIds)]),
    ])
    return { types: known, customers: new Map(customers.map(({ customerId, name }) => [customerId, name])) }
  }
}

import { sql, type RawBuilder } from 'kysely'
import type { StaffCustomer } from '../mirror-stores.ts'
import type { Dialect } from '../schema.ts'

const elements = {
  sqlite: (text: string) => sql`json_each(${text})`,
  postgres: (text: string) => sql`json_array_elements(cast(${text} as json))`,
}

/** Pairs as a table. Bound as one text: binding thousands of values costs more than parsing them there. */
export function givenPairs(dialect: Dialect, pairs: readonly StaffCustomer[]): RawBuilder<StaffCustomer> {
  const text = JSON.stringify(pairs.map(({ staffId, customerId }) => [staffId, customerId]))
  return sql`(select value ->> 0 as ${sql.ref('staffId')}, value ->> 1 as ${sql.ref('customerId')} from ${elements[dialect](text)})`
}

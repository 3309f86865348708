import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import type { SourcePeople } from '../source.ts'
import type { WaiqinClient } from './client.ts'
import { pagesOf } from './pages.ts'
import type { WireEmployee } from './wire.ts'

interface Deps {
  client: Pick<WaiqinClient, 'employees'>
  store: Pick<Store, 'fieldTasks'>
}

const maxNamed = 50_000

const stateOf = (status: number | null): VendorPersonRow['state'] =>
  status === null ? 'unknown' : status === 1 ? 'active' : 'disabled'

const toPerson = (wire: WireEmployee): VendorPersonRow => ({
  id: wire.id,
  name: wire.emp_name,
  code: wire.emp_code,
  otherCode: wire.emp_id,
  department: wire.emp_org_name,
  state: stateOf(wire.emp_status),
})

/** Employees of 勤策, and those whom tasks name. */
export const createPeople = ({ client, store }: Deps): SourcePeople => ({
  async named() {
    const people = await store.fieldTasks.people(maxNamed)
    return people.map(({ id, name, sourceCode: otherCode }) => {
      return { id, name, code: null, otherCode, department: null, state: 'unknown' }
    })
  },

  async *listed(signal) {
    const pages = pagesOf({
      operation: 'queryEmployee',
      parts: ['all'],
      from: { part: 0, page: 1 },
      signal,
      fetch: (_all, page, own) => client.employees(page, own),
      idOf: ({ id }) => id,
    })
    for await (const { rows } of pages) yield rows.map(toPerson)
  },
})

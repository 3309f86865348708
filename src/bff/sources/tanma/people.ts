import { readKept } from '../../mirror/mapper.ts'
import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { createPageWatch } from '../page-watch.ts'
import type { SourcePeople } from '../source.ts'
import { pageSize, type TanmaClient } from './client.ts'
import type { groupMapper } from './map.ts'
import type { WireUser } from './wire.ts'

interface Deps {
  client: Pick<TanmaClient, 'users'>
  store: Pick<Store, 'sopGroups'>
  mapper: typeof groupMapper
}

const maxOwners = 50_000
const maxPages = 500

const toPerson = (wire: WireUser): VendorPersonRow => ({
  id: wire.salesId,
  name: wire.salesName ?? wire.name,
  code: null,
  otherCode: wire.qwUserId,
  department: wire.departmentName,
  state: 'active',
})

/** Members of 探马, and the owners of mirrored groups. */
export const createPeople = ({ client, store, mapper }: Deps): SourcePeople => ({
  async named() {
    const groups = await store.sopGroups.ofOwners(maxOwners)
    return groups.flatMap(({ salesId, body }): VendorPersonRow[] => {
      const { ownerName: name, departmentName: department } = readKept(mapper.body, body)
      const unsaid = { code: null, otherCode: null, state: 'unknown' } as const
      return salesId === null ? [] : [{ id: salesId, name, department, ...unsaid }]
    })
  },

  async *listed(signal) {
    const watch = createPageWatch({ source: 'tanma', operation: 'get-users', maxPages })
    for (let page = 1; ; page += 1) {
      const { size, rows } = await client.users(page, signal)
      watch(
        page,
        rows.map(({ salesId }) => salesId),
      )
      yield rows.map(toPerson)
      if (size < pageSize) return
    }
  },
})

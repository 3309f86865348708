import { readKept } from '../../mirror/mapper.ts'
import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { createPageWatch } from '../page-watch.ts'
import type { SourcePeople } from '../source.ts'
import { isWanted } from '../tally.ts'
import { pageSize, type TanmaClient } from './client.ts'
import { statusOf, type GroupBody, type groupMapper, type StatusMeanings } from './map.ts'
import type { WireUser } from './wire.ts'

interface Deps {
  client: Pick<TanmaClient, 'users'>
  store: Pick<Store, 'sopGroups'>
  mapper: typeof groupMapper
  meanings: StatusMeanings
}

const maxOwners = 50_000
const maxPages = 500
const groupsAtOnce = 500
const noChat = ''

const toPerson = (wire: WireUser): VendorPersonRow => ({
  id: wire.salesId,
  name: wire.salesName ?? wire.name,
  code: null,
  otherCode: wire.qwUserId,
  department: wire.departmentName,
  state: 'active',
})

/** Members of 探马, and the owners of mirrored groups. */
export const createPeople = ({ client, store, mapper, meanings }: Deps): SourcePeople => ({
  async named() {
    const groups = await store.sopGroups.ofOwners(maxOwners)
    return groups.flatMap(({ salesId, body }): VendorPersonRow[] => {
      const { ownerName: name, departmentName: department } = readKept(mapper.body, body)
      const unsaid = { code: null, otherCode: null, state: 'unknown' } as const
      return salesId === null ? [] : [{ id: salesId, name, department, ...unsaid }]
    })
  },

  /** SOPs of the groups that somebody owns: they are the owner's to send. */
  async openRows() {
    const counts = new Map<string, number>()
    const isOpen = (task: GroupBody['tasks'][number]) => isWanted(statusOf(task, meanings), 'open')
    for (let after = noChat, isLast = false; !isLast;) {
      const groups = await store.sopGroups.owned({ after, limit: groupsAtOnce })
      for (const { salesId, body } of groups) {
        const open = readKept(mapper.body, body).tasks.filter(isOpen).length
        if (salesId !== null && open > 0) counts.set(salesId, (counts.get(salesId) ?? 0) + open)
      }
      after = groups.at(-1)?.chatId ?? after
      isLast = groups.length < groupsAtOnce
    }
    return counts
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

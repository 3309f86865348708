import { StaffSourceId } from '#contract/admin-id'
import type { MirrorState } from '../../src/bff/store/mirror-stores.ts'
import type { MemberRow, VendorPersonRow } from '../../src/bff/store/people-stores.ts'
import type { Store } from '../../src/bff/store/store.ts'

const heldBy = 'a reading of the tests'

/** Says whom WeCom and the vendors list, as their readings would. */
export async function readPeople(
  { people, leases }: Pick<Store, 'people' | 'leases'>,
  members: readonly MemberRow[],
  vendors: Partial<Record<StaffSourceId, VendorPersonRow[]>> = {},
): Promise<void> {
  const read = async (name: string): Promise<MirrorState> => {
    await leases.acquire(name, heldBy, 60_000)
    return {
      name,
      checkpoint: null,
      version: 1,
      isRereading: false,
      rows: 0,
      startedAt: 1000,
      completedAt: null,
      lastError: null,
      lastErrorAt: null,
      heldBy,
    }
  }
  await people.putMembers(members, await read('people-wecom'))
  for (const source of StaffSourceId.options)
    await people.putVendor(source, vendors[source] ?? [], await read(`people-${source}`))
}

export const member = (userid: string, name = userid): MemberRow => ({
  userid,
  name,
  departments: ['销售部'],
  hasCustomerRight: true,
})

export const account = (id: string, more: Partial<VendorPersonRow> = {}): VendorPersonRow => ({
  id,
  name: null,
  code: null,
  otherCode: null,
  department: null,
  state: 'active',
  ...more,
})

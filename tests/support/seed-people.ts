import type { StaffSourceId } from '../../src/contract/admin-id.ts'
import type { Reading } from '../../src/bff/admin/people/reading.ts'
import type { MirrorState } from '../../src/bff/store/mirror-stores.ts'
import type { MemberRow, VendorPersonRow } from '../../src/bff/store/people-stores.ts'
import type { StaffLinkRow, Store } from '../../src/bff/store/store.ts'

const owner = 'the-tests'
const leaseMs = 60_000

export const member = (userid: string, name: string, more: Partial<MemberRow> = {}): MemberRow => ({
  userid,
  name,
  departments: ['成都'],
  hasCustomerRight: true,
  ...more,
})

export const vendorPerson = (
  id: string,
  name: string | null,
  more: Partial<VendorPersonRow> = {},
): VendorPersonRow => ({
  id,
  name,
  code: null,
  otherCode: null,
  department: '成都',
  state: 'active',
  ...more,
})

export const staffLink = (wecomId: string, source: StaffLinkRow['source'], sourceId: string): StaffLinkRow => ({
  subject: 'staff',
  wecomId,
  source,
  sourceId,
})

/** In the name of whoever reads, so that the lease is free again afterwards. */
async function as(store: Store, name: string, at: number, write: (state: MirrorState) => Promise<unknown>) {
  await store.leases.acquire(name, owner, leaseMs)
  await write({ ...(await store.mirrors.get(name)), startedAt: at, completedAt: at, heldBy: owner })
  await store.leases.release(name, owner)
}

/** As if a reading that began then had found these. */
export const seedMembers = (store: Store, rows: readonly MemberRow[], at: number) =>
  as(store, 'people-wecom', at, (state) => store.people.putMembers(rows, state))

export const seedVendor = (store: Store, source: StaffSourceId, rows: readonly VendorPersonRow[], at: number) =>
  as(store, `people-${source}`, at, (state) => store.people.putVendor(source, rows, state))

/** As if rows of the vendor had named these. */
export const seedNamed = (store: Store, source: StaffSourceId, rows: readonly VendorPersonRow[], at: number) =>
  as(store, `people-${source}`, at, (state) => store.people.nameVendor(source, rows, state))

/** How the last reading of a list went. */
export const seedReading = (store: Store, name: string, reading: Reading, at: number) =>
  as(store, name, at, (state) => store.mirrors.save({ ...state, checkpoint: reading }))

/** Open 勤策 tasks of one person. */
export async function seedTasks(store: Store, staffId: string, count: number, at: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    taskId: `${staffId}-${index}`,
    customerId: 'c1',
    createdAt: at,
    modifiedAt: at,
    isDeleted: false,
    status: 'open' as const,
    dueAt: null,
    staffIds: [staffId],
    people: [],
    body: {},
  }))
  await as(store, 'waiqin-tasks', at, (state) => store.fieldTasks.put(rows, state))
}

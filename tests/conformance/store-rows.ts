import type { FieldCustomerRow, FieldTaskRow, MirrorState, Unseen } from '../../src/bff/store/mirror-stores.ts'

/** Who holds the leases of the mirrors that the tests write. */
export const writer = 'the-tests'
export const writtenMirrors = ['field-tasks', 'groups', 'moments', 'types']

export const mirrorState = (more: Partial<MirrorState> = {}): MirrorState => ({
  name: 'field-tasks',
  checkpoint: null,
  version: 1,
  isRereading: false,
  rows: 0,
  startedAt: 1000,
  completedAt: null,
  lastError: null,
  lastErrorAt: null,
  heldBy: writer,
  ...more,
})

/** A state as the store gives it: in nobody's name. */
export function asRead(state: MirrorState): MirrorState {
  const read = { ...state }
  delete read.heldBy
  return read
}

export const fieldTask = (more: Partial<FieldTaskRow> = {}): FieldTaskRow => ({
  taskId: '7269195022934925565',
  customerId: 'c1',
  createdAt: 50,
  modifiedAt: 100,
  isDeleted: false,
  status: 'open',
  dueAt: 5000,
  staffIds: ['s1'],
  people: [],
  body: { title: '回访 “客户”' },
  ...more,
})

export const fieldCustomer = (more: Partial<FieldCustomerRow> = {}): FieldCustomerRow => ({
  customerId: 'c1',
  name: '华联超市',
  managerIds: ['s1'],
  phones: ['13800000000'],
  body: { address: '人民路 1 号' },
  ...more,
})

/** What a sweep removes where no clock was wrong. */
export const unseenSince = (before: number): Unseen => ({ before, after: Number.MAX_SAFE_INTEGER })

import type { FieldCustomerRow, FieldTaskRow, MirrorState } from '../../src/bff/store/mirror-stores.ts'

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
  ...more,
})

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

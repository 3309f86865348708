import type { Batch, Preview } from '#contract/admin-mapping'
import type { AdminPerson, PeopleList, StaffCell, VendorPerson } from '#contract/admin-people'
import type { AdminStatus } from '#contract/admin-status'

export const since = '2026-06-01T10:00:00+08:00'

const cell = (more: Partial<StaffCell> = {}): StaffCell => ({
  source: 'youmi',
  state: 'linked',
  sourceId: 'b11',
  how: 'import',
  since,
  byName: null,
  says: null,
  name: null,
  suggestions: [],
  ...more,
})

const suggestion = (sourceId: string, name: string) => ({
  sourceId,
  name,
  department: '渝南销售部',
  reasons: ['same_name_and_department' as const],
  openTasks: 14,
})

export const linked = cell()
export const suggested = cell({
  state: 'suggested',
  sourceId: null,
  how: null,
  since: null,
  suggestions: [suggestion('b17', '林晓梅')],
})
export const twins = cell({
  state: 'ambiguous',
  sourceId: null,
  how: null,
  since: null,
  suggestions: [suggestion('b03', '周伟'), suggestion('b29', '周伟')],
})

export const person = (userid: string, name: string, cells: StaffCell[]): AdminPerson => ({
  userid,
  name,
  departments: ['渝南销售部'],
  hasCustomerRight: true,
  isLeft: false,
  cells,
})

export const peopleList = (items: AdminPerson[], next: string | null = null): PeopleList => ({
  items,
  next,
  counts: { all: 312, linked: 200, suggested: 21, ambiguous: 6, missing: 38, disabled: 2, left: 4 },
  sources: ['youmi'],
  readAt: since,
})

export const vendorPerson: VendorPerson = {
  source: 'youmi',
  sourceId: 'b99',
  name: '无人认领',
  code: 'login99',
  department: '万州',
  state: 'active',
  openTasks: 120,
}

export const preview = (more: Partial<Preview> = {}): Preview => ({
  previewId: 'p1',
  expiresAt: since,
  counts: { added: 1, changed: 0, unchanged: 0, removed: 0 },
  rows: [
    {
      line: 2,
      userid: 'linxiaomei',
      name: '林晓梅',
      source: 'youmi',
      from: null,
      to: 'b17',
      kind: 'added',
      tasks: { appear: 14, vanish: 0 },
    },
  ],
  conflicts: [],
  faults: [],
  typed: null,
  ...more,
})

export const batch = (more: Partial<Batch> = {}): Batch => ({
  id: 'b-1',
  at: since,
  by: 'wangfang',
  byName: '王芳',
  via: 'page',
  kind: 'import',
  title: '工号-11月.csv',
  counts: { added: 41, changed: 34, unchanged: 230, removed: 5 },
  undoable: 77,
  undoneAt: null,
  ...more,
})

export const status: AdminStatus = {
  at: since,
  sources: [
    {
      id: 'waiqin',
      name: '勤策',
      configured: true,
      state: 'first_sync',
      says: '外勤任务：正在做第一次同步，已读 128,400 条',
      rows: { count: 128_400, what: '外勤任务' },
      sync: { what: '外勤任务', done: 128_400, total: 190_000, percent: 67, perMinute: 3400, secondsLeft: 1080 },
      lastPassAt: null,
      retryAt: null,
      calls: Array.from({ length: 24 }, (_, hour) => ({ made: hour * 10, failed: hour === 3 ? 2 : 0 })),
    },
  ],
  coverage: [{ source: 'youmi', people: 312, linked: { rule: 0, import: 261, hand: 13 }, missing: 38 }],
  contacts: { linked: 8412, imported: 1020 },
  stray: [{ source: 'youmi', people: 27, rows: 1204 }],
  findings: [
    {
      id: 'wecom-ip',
      group: '企业微信',
      title: '企业可信IP 少了 1 个',
      state: 'fail',
      says: '203.0.113.24 不在名单里',
      fix: '管理后台 → 应用管理 → 侧边台 → 企业可信IP',
    },
    { id: 'clock', group: '本机', title: '时钟', state: 'ok', says: '准', fix: null },
  ],
}

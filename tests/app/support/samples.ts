import type { ContactCard } from '#contract/contact'
import type { Boot } from '#contract/session'
import type { FieldTask } from '#contract/field-task'
import type { GroupSop } from '#contract/group-sop'
import type { Moment } from '#contract/moment'
import type { Notice } from '#contract/notice'
import type { Push } from '#contract/push'
import type { Todo } from '#contract/todo'
import type { WorkItem, WorkList } from '#contract/work'

export const now = Date.parse('2026-06-10T14:00:00+08:00')

export const boot: Boot = {
  build: 'b1',
  session: {
    staff: { userid: 'limin', name: '李敏' },
    corpId: 'ww1',
    agentId: '1000002',
    sources: (['youmi', 'waiqin', 'tanma'] as const).map((id) => ({ id, configured: true, connected: true })),
    panels: [],
    build: 'b1',
  },
  signature: null,
}

/** A company that has only 芸众, so that the page makes no other calls. */
export const bootWithYunzhong = (connected = true): Boot => ({
  ...boot,
  session: boot.session && { ...boot.session, sources: [{ id: 'yunzhong', configured: true, connected }] },
})

const base = { detail: null, status: 'open', createdAt: null, overdue: false, mine: true, url: null } as const

export const todo = (n: number, dueAt: string | null, more: Partial<Todo> = {}): Todo => ({
  ...base,
  id: `youmi:${n}`,
  source: 'youmi',
  kind: 'todo',
  contact: null,
  title: `待办 ${n}`,
  dueAt,
  friendId: 'wxid_1',
  level: null,
  completedBy: 'manual',
  completedByRaw: 0,
  creator: null,
  recipients: ['b08'],
  account: { id: '1', number: null, nick: null, kind: 'wechat' },
  isRepeating: false,
  ...more,
})

export const fieldTask = (n: number, dueAt: string | null, more: Partial<FieldTask> = {}): FieldTask => ({
  ...base,
  id: `waiqin:${n}`,
  source: 'waiqin',
  kind: 'field_task',
  contact: null,
  title: `任务 ${n}`,
  dueAt,
  customer: { id: '7269195022934925565', name: '晓雨便利店' },
  stage: 'waiting',
  stageRaw: '0',
  type: null,
  onSite: 'any',
  creator: null,
  receivers: [],
  sourceName: null,
  achievement: null,
  modifiedAt: null,
  feedback: [],
  visitId: null,
  ...more,
})

export const groupSop = (n: number, dueAt: string | null, more: Partial<GroupSop> = {}): GroupSop => ({
  ...base,
  status: 'unknown',
  id: `tanma:${n}`,
  source: 'tanma',
  kind: 'group_sop',
  title: `群安排 ${n}`,
  dueAt,
  chatId: 'wr1',
  chatName: '南坪团购群',
  ownerName: null,
  departmentName: null,
  sopId: 's1',
  sendStatus: 1,
  mode: 1,
  tags: [],
  ...more,
})

export const push = (n: number, more: Partial<Push> = {}): Push => ({
  ...base,
  id: `yunzhong:push:${n}`,
  source: 'yunzhong',
  kind: 'push',
  title: `推送 ${n}`,
  dueAt: null,
  pushId: String(n),
  dateText: null,
  pieces: 2,
  placed: 0,
  ...more,
})

export const moment = (n: number, more: Partial<Moment> = {}): Moment => ({
  ...base,
  id: `yunzhong:moment:${n}`,
  source: 'yunzhong',
  kind: 'moment',
  title: `朋友圈 ${n}`,
  dueAt: null,
  createdAt: '2026-06-09T17:40:01+08:00',
  jobId: String(n),
  taskName: '六月新品',
  text: `朋友圈 ${n}`,
  attachments: [],
  visibleRange: { users: [], departments: [], tags: [] },
  people: { total: 4, finished: 3, waiting: 1 },
  isVisibleToContact: null,
  ...more,
})

export const notice = (n: number, more: Partial<Notice> = {}): Notice => ({
  ...base,
  id: `yunzhong:notice:${n}`,
  source: 'yunzhong',
  kind: 'notice',
  title: '给你分配了任务',
  dueAt: null,
  createdAt: '2026-06-10T09:47:55+08:00',
  noticeId: String(n),
  noticeType: '4',
  actor: { name: '测试员工', avatar: null },
  task: {
    id: '3',
    name: '修改任务名称',
    description: '任务描述',
    assignee: '李敏',
    status: 'in_progress',
    statusRaw: 1,
    priority: 0,
    isArchived: false,
    startAt: '2026-06-01T15:24:19+08:00',
    deadlineAt: null,
  },
  canMarkRead: true,
  ...more,
})

export const list = (source: WorkList['source'], items: WorkItem[], more: Partial<WorkList> = {}): WorkList => ({
  source,
  state: 'fresh',
  asOf: '2026-06-10T13:59:00+08:00',
  items,
  total: items.length,
  counts: { open: items.length, overdue: 0, done: 0 },
  next: null,
  ...more,
})

export const problem = (code: string, status: number, source?: string) => ({
  type: `urn:sidedesk:problem:${code}`,
  title: 'title of the server',
  status,
  code,
  ...(source ? { source } : {}),
  requestId: 'req-1',
})

export const contact: ContactCard = {
  externalUserId: 'wmAAA',
  name: '陈晓雨',
  avatar: null,
  kind: 'wechat',
  corpName: null,
  position: null,
  follow: {
    remark: '南坪店老板',
    description: null,
    remarkCorpName: '晓雨便利店',
    mobiles: ['13800001111'],
    tags: [{ group: '等级', name: '重点客户' }],
    addWay: null,
    addWayRaw: null,
    since: null,
  },
  followers: [],
  links: [],
}

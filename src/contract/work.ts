import { z } from 'zod'
import { Content } from '#contract/content'
import { Instant } from '#contract/id'
import { Problem } from '#contract/problem'
import { SourceId } from '#contract/source'

/** `unknown`: the vendor documents no meaning and the tenant has configured none. */
export const WorkStatus = z.enum(['open', 'submitted', 'done', 'cancelled', 'unknown'])
export type WorkStatus = z.infer<typeof WorkStatus>

const item = {
  /** `<source>:<vendor id>`; where a source numbers several kinds apart, `<source>:<kind>:<vendor id>`. */
  id: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  status: WorkStatus,
  /** What the agenda sorts by: reminder (youmi), feedback deadline (waiqin), start (tanma). */
  dueAt: Instant.nullable(),
  createdAt: Instant.nullable(),
  /** Open and past `dueAt`. */
  overdue: z.boolean(),
  /** Addressed to the signed-in salesperson. */
  mine: z.boolean(),
}

/** Whom of my contacts it is about. Told on my own board alone; null where nobody whom I follow is linked. */
const contact = z.strictObject({ externalUserId: z.string(), name: z.string() }).nullable()

/** 友米 待办 [seed 001]. */
export const Todo = z.strictObject({
  ...item,
  source: z.literal('youmi'),
  kind: z.literal('todo'),
  contact,
  /** The vendor's raw WeChat id of the friend. */
  friendId: z.string(),
  level: z.strictObject({ name: z.string(), color: z.string().nullable() }).nullable(),
  /** What completes it (eventType 0, 100, 120, 130). */
  completedBy: z.enum(['manual', 'contact', 'like_moment', 'comment_moment', 'unknown']),
  completedByRaw: z.int(),
  /** 工号 of who made it. */
  creator: z.string().nullable(),
  /** 工号 of who shall do it; empty where the vendor's text was unreadable. */
  recipients: z.array(z.string()),
  /** The operating account through which the friend is known. */
  account: z.strictObject({
    id: z.string(),
    number: z.string().nullable(),
    nick: z.string().nullable(),
    kind: z.enum(['wechat', 'official', 'mini_program', 'wecom', 'unknown']),
  }),
  /** 始终提示: reminds until done. */
  isRepeating: z.boolean(),
})
export type Todo = z.infer<typeof Todo>

const Person = z.strictObject({ id: z.string(), name: z.string() })

/** 勤策 外勤任务 [seed 002]. Times have minute precision. */
export const FieldTask = z.strictObject({
  ...item,
  source: z.literal('waiqin'),
  kind: z.literal('field_task'),
  contact,
  customer: z.strictObject({ id: z.string(), name: z.string().nullable() }),
  /** task_status 0 待反馈, 1 已反馈, 2 验收通过, 3 需重新反馈. */
  stage: z.enum(['waiting', 'submitted', 'accepted', 'rework', 'unknown']),
  stageRaw: z.string(),
  type: z
    .strictObject({
      id: z.string(),
      name: z.string().nullable(),
      isPictureRequired: z.boolean().nullable(),
      isAlbumPermitted: z.boolean().nullable(),
    })
    .nullable(),
  /** execute_demand 0 非现场, 1 强制现场, 2 无要求. */
  onSite: z.enum(['off_site', 'on_site', 'any', 'unknown']),
  creator: Person.nullable(),
  receivers: z.array(Person),
  sourceName: z.string().nullable(),
  achievement: z.string().nullable(),
  modifiedAt: Instant.nullable(),
  /** Newest first. */
  feedback: z.array(z.strictObject({ content: z.string(), at: Instant.nullable(), visitId: z.string().nullable() })),
  visitId: z.string().nullable(),
})
export type FieldTask = z.infer<typeof FieldTask>

/** 探马 群SOP [seed 004]. `dueAt` is the start time. */
export const GroupSop = z.strictObject({
  ...item,
  source: z.literal('tanma'),
  kind: z.literal('group_sop'),
  chatId: z.string(),
  chatName: z.string().nullable(),
  ownerName: z.string().nullable(),
  departmentName: z.string().nullable(),
  sopId: z.string(),
  /** Meaning undocumented: the status above stays `unknown` until the tenant configures it. */
  sendStatus: z.int(),
  /** 1 is what addGroupCorporate (手动发送) sends; 0 is undocumented. */
  mode: z.int(),
  tags: z.array(z.string()),
})
export type GroupSop = z.infer<typeof GroupSop>

/** 芸众 客户/群 SOP push, pending for the open contact or group [upstreams.md 4B getTask]. */
export const Push = z.strictObject({
  ...item,
  source: z.literal('yunzhong'),
  kind: z.literal('push'),
  /** What getContent and send call `task_log_id`. */
  pushId: z.string(),
  /** The vendor's display text of the date, as it came. */
  dateText: z.string().nullable(),
  /** How many pieces of content it has, and how many we have placed in the chat. */
  pieces: z.int(),
  placed: z.int(),
})
export type Push = z.infer<typeof Push>

/** 芸众 朋友圈SOP job of mine [seed 000]. `createdAt` is when it was pushed; `done` once I have published it. */
export const Moment = z.strictObject({
  ...item,
  source: z.literal('yunzhong'),
  kind: z.literal('moment'),
  jobId: z.string(),
  taskName: z.string().nullable(),
  text: z.string(),
  attachments: z.array(Content),
  visibleRange: z.strictObject({
    /** WeCom userids of who shall publish it; empty with no departments: everybody. */
    users: z.array(z.string()),
    departments: z.array(z.string()),
    /** Ids of the customer tags that may see it; empty: every customer. */
    tags: z.array(z.string()),
  }),
  /** People, not items. */
  people: z.strictObject({ total: z.int(), finished: z.int(), waiting: z.int() }),
  /** Whether the contact that was asked about may see it; null where none was. */
  isVisibleToContact: z.boolean().nullable(),
})
export type Moment = z.infer<typeof Moment>

/** 芸众 project-manager notice [seed 003]. `open` is unread, `done` is read. */
export const Notice = z.strictObject({
  ...item,
  source: z.literal('yunzhong'),
  kind: z.literal('notice'),
  noticeId: z.string(),
  /** No enum is documented: shown by its `title`, which is the vendor's body.head. */
  noticeType: z.string(),
  actor: z.strictObject({ name: z.string(), avatar: z.string().nullable() }).nullable(),
  task: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      description: z.string().nullable(),
      assignee: z.string().nullable(),
      /** 0 未开始, 1 进行中; other numbers are undocumented. */
      status: z.enum(['not_started', 'in_progress', 'unknown']),
      statusRaw: z.int(),
      priority: z.int(),
      isArchived: z.boolean(),
      startAt: Instant.nullable(),
      deadlineAt: Instant.nullable(),
    })
    .nullable(),
  /** Whether the tenant's message centre lets it be marked as read. */
  canMarkRead: z.boolean(),
})
export type Notice = z.infer<typeof Notice>

export const WorkItem = z.discriminatedUnion('kind', [Todo, FieldTask, GroupSop, Push, Moment, Notice])
export type WorkItem = z.infer<typeof WorkItem>

/** Of the whole scope, whatever `status` was asked for. `done` includes what waits for acceptance (`submitted`). */
export const Counts = z.strictObject({ open: z.int(), overdue: z.int(), done: z.int() })
export type Counts = z.infer<typeof Counts>

/** `open` includes `unknown`: what may still be to do is shown. `done` includes `submitted`. */
export const StatusFilter = z.enum(['open', 'done', 'cancelled', 'all'])
export type StatusFilter = z.infer<typeof StatusFilter>

export const ListQuery = z.object({
  status: StatusFilter.default('open'),
  mine: z.literal('1').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Opaque; from `next` of the page before. */
  cursor: z.string().max(500).optional(),
})
export type ListQuery = z.infer<typeof ListQuery>

export const ListState = z.enum(['fresh', 'stale', 'unlinked', 'disconnected', 'unconfigured'])
export type ListState = z.infer<typeof ListState>

const workList = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    source: SourceId,
    /** `stale`: what we last knew, with `asOf` and the `problem` that prevents fresher. */
    state: ListState,
    asOf: Instant.nullable(),
    items: z.array(item),
    /** Of this status filter, over all pages; null where unknown. */
    total: z.int().nullable(),
    counts: Counts,
    next: z.string().nullable(),
    /** With `unlinked`: whose identity is missing. */
    needs: z.enum(['staff-link', 'contact-link']).optional(),
    problem: Problem.optional(),
  })

export const TodoList = workList(Todo)
export const FieldTaskList = workList(FieldTask)
export const GroupSopList = workList(GroupSop)
export const PushList = workList(Push)
/** With sums over all of the tenant's jobs, as the vendor counts them; null where it has not been asked yet. */
export const MomentList = workList(Moment).extend({
  summary: z.strictObject({ waiting: z.int(), finished: z.int(), total: z.int() }).nullable(),
})
export type MomentList = z.infer<typeof MomentList>
export const NoticeList = workList(Notice)
export type WorkList<Item = WorkItem> = Omit<z.infer<typeof TodoList>, 'items'> & { items: Item[] }

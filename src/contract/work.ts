import { z } from 'zod'
import { FieldTask } from '#contract/field-task'
import { GroupSop } from '#contract/group-sop'
import { Instant } from '#contract/id'
import { Moment } from '#contract/moment'
import { Notice } from '#contract/notice'
import { OrderMatch, OrderSummary, OrderTask } from '#contract/order'
import { Problem } from '#contract/problem'
import { Push } from '#contract/push'
import { SourceId } from '#contract/source'
import { Todo } from '#contract/todo'

export const WorkItem = z.discriminatedUnion('kind', [Todo, FieldTask, GroupSop, Push, Moment, Notice, OrderTask])
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
  /** Narrows the rows to those whose title, text or customer's name has it, whatever the case; the counts stay those of the whole scope. */
  q: z.string().trim().min(1).max(40).optional(),
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
    /**
     * How many further rows of this status filter the linked customer has for which colleagues are responsible. Told only
     * to who has an id of his own in the source; absent where nothing is left out.
     */
    others: z.int().optional(),
    /**
     * How many rows that belong to this list, of whatever status, the vendor sent so that they could not be read. Then the
     * state is `stale`; absent where there are none.
     */
    leftOut: z.int().optional(),
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
/** `match` and `summary` are those of the customer's orders; null on the user's own board, and where nothing is known. */
export const OrderTaskList = workList(OrderTask).extend({
  match: OrderMatch.nullable(),
  summary: OrderSummary.nullable(),
})
export type OrderTaskList = z.infer<typeof OrderTaskList>
export type WorkList<Item = WorkItem> = Omit<z.infer<typeof TodoList>, 'items'> & { items: Item[] }

import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { chinaDayStart } from '../../china-time.ts'
import type { FieldTaskKey, FieldTaskPage, FieldTaskQuestion, FieldTaskScope } from '../mirror-stores.ts'
import { noTime } from './field-task-times.ts'
import type { Database, Dialect } from '../schema.ts'

type Status = FieldTaskKey['status']

const never = sql.lit(noTime)
const beforeAll = sql.lit(-Number.MAX_SAFE_INTEGER)

/** Tasks of one status that follow one another in the order of the page. */
interface Stretch {
  status: Status
  group: 0 | 1 | 2
  /** From `from` on and before `to`; null: those without a due time. */
  due: { from?: number; to?: number } | null
  isDescending: boolean
}

/** The groups of the agenda's order: overdue, ahead, and of an earlier day with unknown status. */
const partsOf: Record<Status, (at: number) => Pick<Stretch, 'group' | 'due'>[]> = {
  open: (at) => [
    { group: 0, due: { to: at } },
    { group: 1, due: { from: at } },
  ],
  unknown: (at) => [
    { group: 1, due: { from: chinaDayStart(at) } },
    { group: 2, due: { to: chinaDayStart(at) } },
  ],
  submitted: () => [{ group: 1, due: {} }],
  done: () => [{ group: 1, due: {} }],
}

const stretchesOf = (status: Status, { at, isNewestFirst }: FieldTaskPage): Stretch[] =>
  [...partsOf[status](at), { group: 1, due: null } as const].map(({ group, due }) => ({
    group,
    due,
    status,
    isDescending: isNewestFirst || group !== 1,
  }))

/** Where tasks are found, and their times there. */
interface Found {
  from: RawBuilder<unknown>
  status: RawBuilder<unknown>
  due: RawBuilder<number | null>
  hasDue: RawBuilder<boolean>
  /** The same for tasks without a due time, which come last. */
  hasNoDue: RawBuilder<boolean>
  /** The time of creation so that those without come last; and the same for the other direction. */
  created: RawBuilder<number>
  createdDown: RawBuilder<number>
  id: RawBuilder<string>
}

/** Ids are compared as they are in memory, whatever the language of the database. */
const byId = {
  sqlite: (id: string) => sql<string>`${sql.ref(id)}`,
  postgres: (id: string) => sql<string>`${sql.ref(id)} collate "C"`,
}

const joinedTimes = (dialect: Dialect) => ({
  due: sql<number | null>`task.due_at`,
  hasDue: sql<boolean>`task.due_at is not null`,
  hasNoDue: sql<boolean>`task.due_at is null`,
  created: sql<number>`coalesce(task.created_at, ${never})`,
  createdDown: sql<number>`coalesce(task.created_at, ${beforeAll})`,
  id: byId[dialect]('task.task_id'),
})

const ofCustomer = (dialect: Dialect, customerId: string): Found => ({
  ...joinedTimes(dialect),
  from: sql`field_tasks as task where task.customer_id = ${customerId} and task.is_deleted = 0`,
  status: sql`task.status`,
})

/** By the times in `field_task_staff` alone: an index has the whole order, so that a page costs what it shows. */
const ofStaff = (dialect: Dialect, staffId: string): Found => ({
  from: sql`field_task_staff as staff where staff.staff_id = ${staffId}`,
  status: sql`staff.status`,
  due: sql<number>`staff.due_at`,
  hasDue: sql<boolean>`staff.due_at < ${never}`,
  hasNoDue: sql<boolean>`staff.due_at = ${never}`,
  created: sql<number>`staff.created_at`,
  createdDown: sql<number>`coalesce(nullif(staff.created_at, ${never}), ${beforeAll})`,
  id: byId[dialect]('staff.task_id'),
})

/** By the tasks themselves: for some customers of a person, and where not every row of `field_task_staff` has its times. */
function ofBoth(dialect: Dialect, staffId: string, customerIds: readonly string[] | null): Found {
  const theirs = customerIds ? sql` and task.customer_id in (${sql.join(customerIds)})` : sql``
  return {
    ...joinedTimes(dialect),
    from: sql`field_task_staff as staff inner join field_tasks as task on task.task_id = staff.task_id
      where staff.staff_id = ${staffId}${theirs}`,
    status: sql`staff.status`,
  }
}

/** A customer with very many tasks is read by an index as well, which has one customer's in their order. */
function findersOf(dialect: Dialect, { staffId, customerIds }: FieldTaskScope, isTimed: boolean): Found[] {
  if (staffId === null) return [...new Set(customerIds)].map((customerId) => ofCustomer(dialect, customerId))
  return [isTimed && !customerIds ? ofStaff(dialect, staffId) : ofBoth(dialect, staffId, customerIds)]
}

type After = NonNullable<FieldTaskPage['after']>

const everything = sql<boolean>`1 = 1`

function laterThan({ due, created, createdDown, id }: Found, stretch: Stretch, after: After): RawBuilder<boolean> {
  const { dueAt, taskId } = after
  if (!stretch.isDescending) {
    const createdAt = after.createdAt ?? never
    if (!stretch.due) return sql`(${created}, ${id}) > (${createdAt}, ${taskId})`
    return sql`(${due}, ${created}, ${id}) > (${dueAt}, ${createdAt}, ${taskId})`
  }
  const createdAt = after.createdAt ?? beforeAll
  const ofSameTime = sql<boolean>`(${createdDown} < ${createdAt} or (${createdDown} = ${createdAt} and ${id} > ${taskId}))`
  return stretch.due ? sql`${due} <= ${dueAt} and (${due} < ${dueAt} or ${ofSameTime})` : ofSameTime
}

/** What of a stretch comes after the last task of the page before; null: nothing. */
function restOf(found: Found, stretch: Stretch, after: FieldTaskPage['after']): RawBuilder<boolean> | null {
  if (!after || stretch.group > after.group) return everything
  if (stretch.group < after.group) return null
  const hasDue = after.dueAt !== null
  if ((stretch.due !== null) === hasDue) return laterThan(found, stretch, after)
  return hasDue ? everything : null
}

function orderOf({ due, created, createdDown, id }: Found, stretch: Stretch): RawBuilder<unknown> {
  if (stretch.isDescending)
    return stretch.due ? sql`${due} desc, ${createdDown} desc, ${id}` : sql`${createdDown} desc, ${id}`
  return stretch.due ? sql`${due}, ${created}, ${id}` : sql`${created}, ${id}`
}

function withinDue({ due, hasDue, hasNoDue }: Found, stretch: Stretch): RawBuilder<boolean> {
  if (!stretch.due) return hasNoDue
  const { from, to } = stretch.due
  const parts = [hasDue]
  if (from !== undefined) parts.push(sql`${due} >= ${from}`)
  if (to !== undefined) parts.push(sql`${due} < ${to}`)
  return sql.join(parts, sql` and `)
}

const lookedThrough = 2_000

/** What the database compares, whatever the case of Latin letters; the text's own wildcards are letters like others. */
const textIn: Record<Dialect, (text: string) => (words: RawBuilder<unknown>) => RawBuilder<boolean>> = {
  sqlite: (text) => (words) => sql`${words} like ${text} escape '!'`,
  postgres: (text) => (words) => sql`${words} ilike ${text} escape '!'`,
}
const bodyText: Record<Dialect, (name: 'title' | 'detail') => RawBuilder<unknown>> = {
  sqlite: (name) => sql`json_extract(looked.body, ${sql.lit(`$.${name}`)})`,
  postgres: (name) => sql`(looked.body::json ->> ${sql.lit(name)})`,
}

function isFound(dialect: Dialect, { text, customerIds }: NonNullable<FieldTaskQuestion['find']>): RawBuilder<boolean> {
  const has = textIn[dialect](`%${text.replaceAll(/[!%_]/g, '!$&')}%`)
  const body = bodyText[dialect]
  const parts = [has(body('title')), has(body('detail'))]
  parts.push(
    sql`exists (select 1 from field_customers as customer
      where customer.customer_id = looked.customer_id and ${has(sql`customer.name`)})`,
  )
  if (customerIds.length > 0) parts.push(sql`looked.customer_id in (${sql.join(customerIds)})`)
  return sql`(${sql.join(parts, sql` or `)})`
}

/** Those of the first tasks of a stretch that are looked for: never more of them are read, however many there are. */
function foundIn(
  found: Found,
  stretch: Stretch,
  {
    after,
    find,
    dialect,
  }: { after: FieldTaskPage['after']; find: NonNullable<FieldTaskQuestion['find']>; dialect: Dialect },
): RawBuilder<unknown>[] {
  const rest = restOf(found, stretch, after)
  if (!rest) return []
  return [
    sql`select task_id, status, due_at, created_at from (
      select ${found.id} as task_id, ${found.status} as status, ${found.due} as due_at, ${found.created} as created_at,
        task.customer_id as customer_id, task.body as body
      from ${found.from} and ${found.status} = ${stretch.status} and ${withinDue(found, stretch)} and ${rest}
      order by ${orderOf(found, stretch)} limit ${sql.lit(lookedThrough)}) as looked where ${isFound(dialect, find)}`,
  ]
}

/** The first tasks of a stretch, one more than the page holds: then it is known whether there is a next page. */
function firstOf(found: Found, stretch: Stretch, page: FieldTaskPage): RawBuilder<unknown>[] {
  const rest = restOf(found, stretch, page.after)
  if (!rest) return []
  return [
    sql`select * from (
      select ${found.id} as task_id, ${found.status} as status, ${found.due} as due_at, ${found.created} as created_at
      from ${found.from} and ${found.status} = ${stretch.status} and ${withinDue(found, stretch)} and ${rest}
      order by ${orderOf(found, stretch)} limit ${page.limit + 1}) as stretch`,
  ]
}

const allStatuses: readonly Status[] = ['open', 'unknown', 'submitted', 'done']

interface Options {
  dialect: Dialect
  /** Every row of `field_task_staff` has its times. */
  isTimed: boolean
}

/** One statement for each place where the tasks are found: customers are few. */
export function pageQueries(
  { statuses, find, ...scope }: FieldTaskQuestion,
  page: FieldTaskPage,
  { dialect, isTimed }: Options,
): RawBuilder<unknown>[] {
  const stretches = (statuses ?? allStatuses).flatMap((status) => stretchesOf(status, page))
  return findersOf(dialect, scope, isTimed && !find).flatMap((found) => {
    const parts = stretches.flatMap((stretch) =>
      find ? foundIn(found, stretch, { after: page.after, find, dialect }) : firstOf(found, stretch, page),
    )
    return parts.length > 0 ? [sql`${sql.join(parts, sql` union all `)}`] : []
  })
}

const Row = z.object({
  task_id: z.string(),
  status: z.enum(['open', 'submitted', 'done', 'unknown']),
  due_at: z.number().nullable(),
  created_at: z.number().nullable(),
})

const known = (time: number | null): number | null => (time === noTime ? null : time)

/** Of each stretch of the order the first tasks, so the page's and a few more; unsorted. */
export async function pageOf(
  db: Database,
  question: FieldTaskQuestion,
  page: FieldTaskPage,
  options: Options,
): Promise<FieldTaskKey[]> {
  const answers = await Promise.all(pageQueries(question, page, options).map((query) => query.execute(db)))
  return answers
    .flatMap(({ rows }) => rows)
    .map((row) => {
      const { task_id: taskId, status, due_at: dueAt, created_at: createdAt } = Row.parse(row)
      return { taskId, status, dueAt: known(dueAt), createdAt: known(createdAt) }
    })
}

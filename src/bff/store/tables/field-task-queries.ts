import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { createTurns } from '../../concurrency/turns.ts'
import { readJson } from '../engine/json.ts'
import type { FieldTaskKey, FieldTaskQuestion, FieldTaskScope, FieldTaskStore } from '../mirror-stores.ts'
import type { Databases, Database } from '../schema.ts'

const Status = z.enum(['open', 'submitted', 'done', 'unknown'])
const Keys = z.array(z.tuple([z.string(), Status, z.number().nullable(), z.number().nullable()]))

type Reads = Pick<Databases, 'reads' | 'dialect'>

const isEmptyScope = ({ customerIds, staffId }: FieldTaskScope): boolean =>
  customerIds?.length === 0 || (customerIds === null && staffId === null)

const tasksOfCustomers = (db: Database, customerIds: readonly string[]) =>
  db.selectFrom('field_tasks as task').where('task.customer_id', 'in', customerIds).where('task.is_deleted', '=', 0)

/** `field_task_staff` has the status as well, because a salesperson's open tasks are few of many. It has no deleted tasks. */
function tasksOfStaff(db: Database, { staffId, customerIds }: FieldTaskScope) {
  const theirs = db
    .selectFrom('field_task_staff as staff')
    .innerJoin('field_tasks as task', 'task.task_id', 'staff.task_id')
    .where('staff.staff_id', '=', staffId ?? '')
  return customerIds ? theirs.where('task.customer_id', 'in', customerIds) : theirs
}

/** All rows as one text: passing thousands of small rows to Node costs more than reading them. */
const keys = {
  sqlite: sql<string>`json_group_array(json_array(task.task_id, task.status, task.due_at, task.created_at))`,
  postgres: sql<string>`coalesce(json_agg(json_build_array(task.task_id, task.status, task.due_at, task.created_at)), '[]')::text`,
}

export function listQuery({ reads, dialect }: Reads, { statuses, ...scope }: FieldTaskQuestion) {
  const asJson = keys[dialect].as('keys')
  if (scope.staffId === null) {
    const theirs = tasksOfCustomers(reads, scope.customerIds ?? []).select(asJson)
    return statuses ? theirs.where('task.status', 'in', statuses) : theirs
  }
  const mine = tasksOfStaff(reads, scope).select(asJson)
  return statuses ? mine.where('staff.status', 'in', statuses) : mine
}

/** The scope is checked again: a task may have left it since it was listed. */
export function bodiesQuery(db: Database, { customerIds, staffId }: FieldTaskScope, taskIds: readonly string[]) {
  const found = db
    .selectFrom('field_tasks as task')
    .select(['task.task_id as taskId', 'task.body'])
    .where('task.task_id', 'in', taskIds)
    .where('task.is_deleted', '=', 0)
  const theirs = customerIds ? found.where('task.customer_id', 'in', customerIds) : found
  if (staffId === null) return theirs
  return theirs.where(({ exists, selectFrom }) => {
    const staff = selectFrom('field_task_staff as staff').select('staff.task_id').where('staff.staff_id', '=', staffId)
    return exists(staff.whereRef('staff.status', '=', 'task.status').whereRef('staff.task_id', '=', 'task.task_id'))
  })
}

const countAll = sql<number>`count(*)`.as('total')
const late = (now: number) => sql<number>`sum(case when task.due_at < ${now} then 1 else 0 end)`.as('late')

/** How many of each status, and how many of those are overdue. Without customers, `field_task_staff` alone gives the former. */
export function countQuery(db: Database, scope: FieldTaskScope, now: number) {
  const { customerIds, staffId } = scope
  if (staffId === null) {
    return tasksOfCustomers(db, customerIds ?? [])
      .select(['task.status', countAll, late(now)])
      .groupBy('task.status')
  }
  if (customerIds)
    return tasksOfStaff(db, scope)
      .select(['staff.status', countAll, late(now)])
      .groupBy('staff.status')
  return db
    .selectFrom('field_task_staff as staff')
    .select(['staff.status', countAll, sql<number>`0`.as('late')])
    .where('staff.staff_id', '=', staffId)
    .groupBy('staff.status')
}

export const overdueQuery = (db: Database, staffId: string, now: number) =>
  tasksOfStaff(db, { staffId, customerIds: null })
    .select((select) => select.fn.countAll<number>().as('overdue'))
    .where('staff.status', '=', 'open')
    .where('task.due_at', '<', now)

export const timedOverdueQuery = (db: Database, staffId: string, now: number) =>
  db
    .selectFrom('field_task_staff as staff')
    .select((select) => select.fn.countAll<number>().as('overdue'))
    .where('staff.staff_id', '=', staffId)
    .where('staff.status', '=', 'open')
    .where('staff.due_at', '<', now)

export const isEmpty = (question: FieldTaskQuestion): boolean =>
  isEmptyScope(question) || question.statuses?.length === 0

/** Reads the keys by which the tasks of a question are sorted. */
export const listOf = async (from: Reads, question: FieldTaskQuestion): Promise<FieldTaskKey[]> => {
  if (isEmpty(question)) return []
  const row = await listQuery(from, question).executeTakeFirstOrThrow()
  const rows = Keys.parse(readJson(row.keys))
  return rows.map(([taskId, status, dueAt, createdAt]) => ({ taskId, status, dueAt, createdAt }))
}

/** Reads the bodies of these tasks, as far as they are in the scope. */
export const bodiesOf = async (db: Database, scope: FieldTaskScope, taskIds: readonly string[]) => {
  if (isEmptyScope(scope) || taskIds.length === 0) return new Map<string, unknown>()
  const rows = await bodiesQuery(db, scope, taskIds).execute()
  // A body may be long, and two hundred of them are read for a page.
  const turn = createTurns()
  const bodies = new Map<string, unknown>()
  for (const { taskId, body } of rows) {
    bodies.set(taskId, readJson(body))
    await turn()
  }
  return bodies
}

/** Counts the tasks of a scope. An unknown status counts as open, one that waits for acceptance as done. */
export const countOf = async (
  db: Database,
  scope: FieldTaskScope,
  { now, isTimed }: { now: number; isTimed: () => Promise<boolean> },
): ReturnType<FieldTaskStore['count']> => {
  const counts = { open: 0, overdue: 0, done: 0 }
  if (isEmptyScope(scope)) return counts
  for (const { status, total, late } of await countQuery(db, scope, now).execute()) {
    const isDone = status === 'done' || status === 'submitted'
    counts[isDone ? 'done' : 'open'] += total
    if (status === 'open') counts.overdue = late
  }
  if (scope.staffId === null || scope.customerIds || counts.open === 0) return counts
  // With tens of thousands each count takes milliseconds: others are answered in between.
  await turnOver()
  const query = (await isTimed()) ? timedOverdueQuery : overdueQuery
  const { overdue } = await query(db, scope.staffId, now).executeTakeFirstOrThrow()
  return { ...counts, overdue }
}

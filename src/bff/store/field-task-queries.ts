import { z } from 'zod'
import { readJson } from './json.ts'
import type { FieldTaskKey, FieldTaskQuestion, FieldTaskScope, FieldTaskStore } from './mirrored.ts'
import type { Database } from './schema.ts'

const Status = z.enum(['open', 'submitted', 'done', 'unknown'])

const asksNobody = ({ customerIds, staffId }: FieldTaskScope): boolean =>
  customerIds?.length === 0 || (customerIds === null && staffId === null)

const tasksOfCustomers = (db: Database, customerIds: readonly string[]) =>
  db.selectFrom('field_tasks as task').where('task.customer_id', 'in', customerIds).where('task.is_deleted', '=', 0)

/** The table of staff knows the status as well: a salesperson's open tasks are few of many. It holds none that is deleted. */
function tasksOfStaff(db: Database, { staffId, customerIds }: FieldTaskScope) {
  const theirs = db
    .selectFrom('field_task_staff as staff')
    .innerJoin('field_tasks as task', 'task.task_id', 'staff.task_id')
    .where('staff.staff_id', '=', staffId ?? '')
  return customerIds ? theirs.where('task.customer_id', 'in', customerIds) : theirs
}

const keys = ['task.task_id as taskId', 'task.status', 'task.due_at as dueAt', 'task.created_at as createdAt'] as const

export function listQuery(db: Database, { statuses, ...scope }: FieldTaskQuestion) {
  if (scope.staffId === null) {
    const theirs = tasksOfCustomers(db, scope.customerIds ?? []).select(keys)
    return statuses ? theirs.where('task.status', 'in', statuses) : theirs
  }
  const mine = tasksOfStaff(db, scope).select(keys)
  return statuses ? mine.where('staff.status', 'in', statuses) : mine
}

/** The scope is asked anew: a task may have left it since it was listed. */
export function bodiesQuery(db: Database, scope: FieldTaskScope, taskIds: readonly string[]) {
  const columns = ['task.task_id as taskId', 'task.body'] as const
  return scope.staffId === null
    ? tasksOfCustomers(db, scope.customerIds ?? [])
        .select(columns)
        .where('task.task_id', 'in', taskIds)
    : tasksOfStaff(db, scope).select(columns).where('task.task_id', 'in', taskIds)
}

export function countQuery(db: Database, scope: FieldTaskScope) {
  const { customerIds, staffId } = scope
  if (staffId === null) {
    return tasksOfCustomers(db, customerIds ?? [])
      .select(['task.status', (select) => select.fn.countAll<number>().as('total')])
      .groupBy('task.status')
  }
  if (customerIds) {
    return tasksOfStaff(db, scope)
      .select(['staff.status', (select) => select.fn.countAll<number>().as('total')])
      .groupBy('staff.status')
  }
  return db
    .selectFrom('field_task_staff as staff')
    .select(['staff.status', (select) => select.fn.countAll<number>().as('total')])
    .where('staff.staff_id', '=', staffId)
    .groupBy('staff.status')
}

export function overdueQuery(db: Database, scope: FieldTaskScope, now: number) {
  if (scope.staffId === null) {
    return tasksOfCustomers(db, scope.customerIds ?? [])
      .select((select) => select.fn.countAll<number>().as('overdue'))
      .where('task.status', '=', 'open')
      .where('task.due_at', '<', now)
  }
  return tasksOfStaff(db, scope)
    .select((select) => select.fn.countAll<number>().as('overdue'))
    .where('staff.status', '=', 'open')
    .where('task.due_at', '<', now)
}

/** Reads what says where the tasks of a question stand. */
export const listOf = async (db: Database, question: FieldTaskQuestion): Promise<FieldTaskKey[]> => {
  if (asksNobody(question) || question.statuses?.length === 0) return []
  const rows = await listQuery(db, question).execute()
  return rows.map((row) => Object.assign(row, { status: Status.parse(row.status) }))
}

/** Reads what those of these tasks say that are in the scope. */
export const bodiesOf = async (db: Database, scope: FieldTaskScope, taskIds: readonly string[]) => {
  if (asksNobody(scope) || taskIds.length === 0) return new Map<string, unknown>()
  const rows = await bodiesQuery(db, scope, taskIds).execute()
  return new Map(rows.map(({ taskId, body }) => [taskId, readJson(body)]))
}

/** Counts the tasks of a scope: what may still be to do as open, what waits for acceptance as done. */
export const countOf = async (
  db: Database,
  scope: FieldTaskScope,
  now: number,
): ReturnType<FieldTaskStore['count']> => {
  const counts = { open: 0, overdue: 0, done: 0 }
  if (asksNobody(scope)) return counts
  for (const { status, total } of await countQuery(db, scope).execute()) {
    const isDone = status === 'done' || status === 'submitted'
    counts[isDone ? 'done' : 'open'] += total
  }
  if (counts.open === 0) return counts
  const { overdue } = await overdueQuery(db, scope, now).executeTakeFirstOrThrow()
  return { ...counts, overdue }
}

import { z } from 'zod'
import { readJson } from './json.ts'
import type { Database } from './schema.ts'
import type { FieldTaskQuestion, FieldTaskStore } from './mirrored.ts'

const Status = z.enum(['open', 'submitted', 'done', 'unknown'])

type Scope = Omit<FieldTaskQuestion, 'statuses'>

const asksNobody = ({ customerIds, staffId }: Scope): boolean =>
  customerIds ? customerIds.length === 0 : staffId === null

/** The person's tasks, whose statuses the table of staff knows as well: a salesperson's open tasks are few of many. */
function tasksOfStaff(db: Database, staffId: string | null) {
  return db
    .selectFrom('field_task_staff as staff')
    .innerJoin('field_tasks as task', 'task.task_id', 'staff.task_id')
    .where('staff.staff_id', '=', staffId ?? '')
}

const columns = ['task.task_id', 'task.status', 'task.due_at', 'task.staff_ids', 'task.body'] as const

/** Of its customers; without customers, those addressed to the person. */
export function listQuery(db: Database, { customerIds, staffId, statuses }: FieldTaskQuestion) {
  if (!customerIds) {
    const mine = tasksOfStaff(db, staffId).select(columns)
    return statuses ? mine.where('staff.status', 'in', statuses) : mine
  }
  const theirs = db
    .selectFrom('field_tasks as task')
    .select(columns)
    .where('task.customer_id', 'in', customerIds)
    .where('task.is_deleted', '=', 0)
  return statuses ? theirs.where('task.status', 'in', statuses) : theirs
}

export function countQuery(db: Database, { customerIds, staffId }: Scope) {
  if (!customerIds) {
    return db
      .selectFrom('field_task_staff as staff')
      .select(['staff.status', (select) => select.fn.countAll<number>().as('total')])
      .where('staff.staff_id', '=', staffId ?? '')
      .groupBy('staff.status')
  }
  return db
    .selectFrom('field_tasks as task')
    .select(['task.status', (select) => select.fn.countAll<number>().as('total')])
    .where('task.customer_id', 'in', customerIds)
    .where('task.is_deleted', '=', 0)
    .groupBy('task.status')
}

export function overdueQuery(db: Database, { customerIds, staffId }: Scope, now: number) {
  if (!customerIds) {
    return tasksOfStaff(db, staffId)
      .select((select) => select.fn.countAll<number>().as('overdue'))
      .where('staff.status', '=', 'open')
      .where('task.due_at', '<', now)
  }
  return db
    .selectFrom('field_tasks as task')
    .select((select) => select.fn.countAll<number>().as('overdue'))
    .where('task.customer_id', 'in', customerIds)
    .where('task.is_deleted', '=', 0)
    .where('task.status', '=', 'open')
    .where('task.due_at', '<', now)
}

/** Reads the tasks of a question. */
export const listOf = async (db: Database, question: FieldTaskQuestion): ReturnType<FieldTaskStore['list']> => {
  const { staffId, statuses } = question
  if (asksNobody(question) || statuses?.length === 0) return []
  const rows = await listQuery(db, question).execute()
  // An id in JSON stands between quotes, so the text holds it exactly or not at all.
  const needle = staffId === null ? null : JSON.stringify(staffId)
  return rows.map((row) => ({
    taskId: row.task_id,
    body: readJson(row.body),
    status: Status.parse(row.status),
    dueAt: row.due_at,
    isStaffs: needle !== null && row.staff_ids.includes(needle),
  }))
}

/** Counts the tasks of a question: what may still be to do as open, what waits for acceptance as done. */
export const countOf = async (db: Database, scope: Scope, now: number): ReturnType<FieldTaskStore['count']> => {
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

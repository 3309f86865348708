import { z } from 'zod'
import { readJson } from './json.ts'
import type { Database } from './schema.ts'
import type { FieldTaskQuestion, FieldTaskStore } from './store.ts'

const Status = z.enum(['open', 'submitted', 'done', 'unknown'])

type Scope = Omit<FieldTaskQuestion, 'statuses'>

const asksNobody = ({ customerIds, staffId }: Scope): boolean =>
  customerIds ? customerIds.length === 0 : staffId === null

/** The rows of a question: of its customers; without customers, those addressed to the person. */
function tasksOf(db: Database, { customerIds, staffId }: Scope) {
  const live = db.selectFrom('field_tasks as task').where('task.is_deleted', '=', 0)
  if (customerIds) return live.where('task.customer_id', 'in', customerIds)
  const mine = db
    .selectFrom('field_task_staff')
    .select('task_id')
    .where('staff_id', '=', staffId ?? '')
  return live.where('task.task_id', 'in', mine)
}

export const listQuery = (db: Database, question: FieldTaskQuestion) =>
  tasksOf(db, question)
    .select(['task.task_id', 'task.status', 'task.due_at', 'task.staff_ids', 'task.body'])
    .$if(question.statuses !== null, (query) => query.where('task.status', 'in', question.statuses ?? []))

export const countQuery = (db: Database, scope: Scope, now: number) =>
  tasksOf(db, scope)
    .select(['task.status', (select) => select.fn.countAll<number>().as('total')])
    .select((select) => select.fn.countAll<number>().filterWhere('task.due_at', '<', now).as('late'))
    .groupBy('task.status')

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
  for (const { status, total, late } of await countQuery(db, scope, now).execute()) {
    const isDone = status === 'done' || status === 'submitted'
    counts[isDone ? 'done' : 'open'] += total
    if (status === 'open') counts.overdue += late
  }
  return counts
}

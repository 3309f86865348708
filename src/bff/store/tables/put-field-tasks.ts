import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { asText, chunked, insertMany } from '../engine/bulk.ts'
import { readIds } from '../engine/json.ts'
import { noTime } from './field-task-times.ts'
import { saveMirror } from './mirrors.ts'
import { changePairs } from '../engine/pairs.ts'
import type { Dialect, Writing } from '../schema.ts'
import type { FieldTaskRow, MirrorState } from '../mirror-stores.ts'

/** Pages overlap, so one page may hold a task twice. Sorted, so that two writers lock rows in the same order. */
function newestById(rows: readonly FieldTaskRow[]): FieldTaskRow[] {
  const newest = new Map<string, FieldTaskRow>()
  for (const row of rows) {
    const known = newest.get(row.taskId)
    if (!known || row.modifiedAt >= known.modifiedAt) newest.set(row.taskId, row)
  }
  return [...newest.values()].sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
}

/** The staff and status by which a task is found; none for a deleted one. */
const keysOf = (row: { isDeleted: boolean; status: string; staffIds: readonly string[] }): string[][] =>
  row.isDeleted ? [] : row.staffIds.map((staffId) => [staffId, row.status])

/** As one value: binding a thousand values costs more than the lookup. */
export const isOneOf = (dialect: Dialect, ids: readonly string[]) =>
  dialect === 'sqlite'
    ? sql<boolean>`task_id in (select value from json_each(${JSON.stringify(ids)}))`
    : sql<boolean>`task_id = any(${ids})`

/** What of kept tasks a change is compared with. */
export async function keptRows(db: Writing, dialect: Dialect, ids: readonly string[]) {
  const rows = await db
    .selectFrom('field_tasks')
    .select(['task_id', 'modified_at', 'is_deleted', 'status', 'staff_ids'])
    .where(isOneOf(dialect, ids))
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .execute()
  return new Map(
    rows.map(({ task_id: id, modified_at: modifiedAt, is_deleted: deleted, status, staff_ids: staffIds }) => {
      const keys = keysOf({ isDeleted: deleted === 1, status, staffIds: readIds(staffIds) })
      return [id, { modifiedAt, keys }]
    }),
  )
}

/** Of a deleted task only that it is deleted is kept, and since when: nobody stands in it any more. */
const asKept = (row: FieldTaskRow): FieldTaskRow =>
  row.isDeleted ? { ...row, customerId: '', dueAt: null, staffIds: [], people: [], body: {} } : row

const taskColumns = [
  'task_id',
  'customer_id',
  'modified_at',
  'is_deleted',
  'status',
  'due_at',
  'staff_ids',
  'body',
  'created_at',
] as const

const taskValues = (row: FieldTaskRow) => [
  row.taskId,
  row.customerId,
  row.modifiedAt,
  row.isDeleted ? 1 : 0,
  row.status,
  row.dueAt,
  row.staffIds,
  row.body,
  row.createdAt,
]

const replaced = taskColumns.slice(1).map((column) => `${column} = excluded.${column}`)

function putTasks(db: Writing, dialect: Dialect, rows: readonly FieldTaskRow[]): Promise<void> {
  const onConflict = `(task_id) do update set ${replaced.join(', ')} where excluded.modified_at >= field_tasks.modified_at`
  return insertMany(db, dialect, { table: 'field_tasks', columns: taskColumns, rows: rows.map(taskValues), onConflict })
}

/** A body may be long. */
const bodiesAtOnce = 50

/** Which of these tasks are kept just so already. */
async function unchangedAmong(db: Writing, dialect: Dialect, rows: readonly FieldTaskRow[]): Promise<Set<string>> {
  const unchanged = new Set<string>()
  for (const some of chunked(rows, bodiesAtOnce)) {
    const ids = some.map((row) => row.taskId)
    const found = await db.selectFrom('field_tasks').select(taskColumns).where(isOneOf(dialect, ids)).execute()
    const byId = new Map(found.map((row) => [row.task_id, row]))
    for (const row of some) {
      const [kept, told] = [byId.get(row.taskId), taskValues(row).map(asText)]
      if (kept && taskColumns.every((column, index) => kept[column] === told[index])) unchanged.add(row.taskId)
    }
    await turnOver()
  }
  return unchanged
}

function putPeople(db: Writing, dialect: Dialect, tasks: readonly FieldTaskRow[]): Promise<void> {
  // The vendor may leave the code out, which does not mean that there is none. So rows with a code come last.
  const named = tasks.flatMap((task) => task.people)
  const codeLast = [...named.filter((person) => !person.sourceCode), ...named.filter((person) => person.sourceCode)]
  const people = new Map(codeLast.map((person) => [person.id, person]))
  const rows = [...people.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, name, sourceCode }) => [id, name, sourceCode])
  const onConflict =
    '(id) do update set name = excluded.name, source_code = coalesce(excluded.source_code, field_people.source_code) ' +
    // Nearly every page names the same people: rows that would stay the same are not written again.
    'where excluded.name <> field_people.name or ' +
    "coalesce(excluded.source_code, field_people.source_code, '') <> coalesce(field_people.source_code, '')"
  return insertMany(db, dialect, { table: 'field_people', columns: ['id', 'name', 'source_code'], rows, onConflict })
}

/** A task that is told in an older state is seen, too. */
export function putSightings(db: Writing, dialect: Dialect, ids: readonly string[], seenAt: number): Promise<void> {
  return insertMany(db, dialect, {
    table: 'field_task_sightings',
    columns: ['task_id', 'seen_at'],
    rows: ids.map((id) => [id, seenAt]),
    onConflict: '(task_id) do update set seen_at = excluded.seen_at',
  })
}

interface Page {
  rows: readonly FieldTaskRow[]
  state: MirrorState
  /** Null where nobody will ask what was seen. */
  seenAt: number | null
}

/** The times by which a person's tasks are sorted: the database would fill them as well, row by row, at twice the cost of a page. */
function timesOf(rows: readonly FieldTaskRow[]) {
  const byId = new Map(rows.map((row) => [row.taskId, row]))
  return {
    columns: ['due_at', 'created_at'],
    of(taskId: string, key: readonly string[]) {
      const { dueAt = null, createdAt = null } = byId.get(taskId) ?? {}
      return [...key, dueAt ?? noTime, createdAt ?? noTime]
    },
  }
}

/** Writes one page of tasks with their staff, their people and the checkpoint. */
export async function putFieldTasks(trx: Writing, dialect: Dialect, { rows, state, seenAt }: Page): Promise<void> {
  const newest = newestById(rows)
  const ids = newest.map((row) => row.taskId)
  const kept = await keptRows(trx, dialect, ids)
  const fresh = newest.filter((row) => row.modifiedAt >= (kept.get(row.taskId)?.modifiedAt ?? -Infinity)).map(asKept)
  // Most of what is read again has not changed. Bodies are compared, too: not every change comes with a new time.
  const ofSameTime = fresh.filter((row) => row.modifiedAt === kept.get(row.taskId)?.modifiedAt)
  const unchanged = await unchangedAmong(trx, dialect, ofSameTime)
  const changed = fresh.filter((row) => !unchanged.has(row.taskId))
  await putTasks(trx, dialect, changed)
  await changePairs(trx, dialect, {
    table: 'field_task_staff',
    before: new Map([...kept].map(([id, { keys }]) => [id, keys])),
    after: new Map(changed.map((row) => [row.taskId, keysOf(row)])),
    more: timesOf(changed),
  })
  await putPeople(trx, dialect, fresh)
  if (seenAt !== null) await putSightings(trx, dialect, ids, seenAt)
  await saveMirror(trx, state)
}

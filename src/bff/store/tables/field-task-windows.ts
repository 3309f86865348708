import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { hideFieldTasks, purgeFieldTasks } from './sweep-field-tasks.ts'
import { blank, saveMirror, toMirrorState } from './mirrors.ts'
import type { Database, Databases, Tables } from '../schema.ts'
import type { FieldTaskWindow, FieldTaskWindowStore, TaskSearch, UnseenTasks } from '../mirror-stores.ts'

const toWindow = (row: Tables['field_task_windows']): FieldTaskWindow => ({
  fromDay: row.from_day,
  readAt: row.read_at,
  rows: row.row_count,
  calls: row.calls,
  isSettled: row.is_settled === 1,
  doubtfulSince: row.doubtful_since,
})

const toRow = (window: FieldTaskWindow): Tables['field_task_windows'] => ({
  from_day: window.fromDay,
  read_at: window.readAt,
  row_count: window.rows,
  calls: window.calls,
  is_settled: window.isSettled ? 1 : 0,
  doubtful_since: window.doubtfulSince,
})

/** At a million tasks a few milliseconds. */
const atOnceMs = 3 * 86_400_000

/** The search in pieces, for a window may hold tens of thousands of tasks. */
function* piecesOf(search: TaskSearch): Generator<TaskSearch> {
  for (let { from } = search; from < search.to; from += atOnceMs)
    yield { ...search, from, to: Math.min(from + atOnceMs, search.to) }
}

export const shownQuery = (db: Database, { from, to }: TaskSearch) =>
  db
    .selectFrom('field_tasks')
    .select((select) => select.fn.countAll<number>().as('shown'))
    .where('created_at', '>=', from)
    .where('created_at', '<', to)
    .where('is_deleted', '=', 0)

/** Reads indexes alone. A sighting after `until` is that of a clock that was ahead, and tells nothing. */
export const unseenQuery = (db: Database, { from, to, since, until }: TaskSearch) =>
  db
    .selectFrom('field_tasks as task')
    .leftJoin('field_task_sightings as sighting', (join) =>
      join
        .onRef('sighting.task_id', '=', 'task.task_id')
        .on('sighting.seen_at', '>=', since)
        .on('sighting.seen_at', '<=', until),
    )
    .select(['task.task_id', 'task.is_deleted', 'task.created_at'])
    .where('task.created_at', '>=', from)
    .where('task.created_at', '<', to)
    .where('sighting.task_id', 'is', null)
    .orderBy('task.created_at')

async function searchUnseen(db: Database, search: TaskSearch): Promise<UnseenTasks> {
  const found: UnseenTasks = { shown: 0, missing: [], deleted: [], first: null, last: null }
  for (const piece of piecesOf(search)) {
    found.shown += (await shownQuery(db, piece).executeTakeFirstOrThrow()).shown
    for (const { task_id: id, is_deleted: isDeleted, created_at: at } of await unseenQuery(db, piece).execute()) {
      if (isDeleted === 1) found.deleted.push(id)
      else {
        found.missing.push(id)
        found.first ??= at
        found.last = at
      }
    }
    await turnOver()
  }
  return found
}

const doubtful = (db: Database) =>
  db.selectFrom('field_task_windows').select('from_day').where('doubtful_since', 'is not', null)

/** When tasks were last read by the days of their creation, and what those readings did not tell. */
export function createFieldTaskWindowStore({ db, reads, dialect }: Databases): FieldTaskWindowStore {
  return {
    async all() {
      const rows = await reads.selectFrom('field_task_windows').selectAll().orderBy('from_day').execute()
      return rows.map(toWindow)
    },

    async isDoubtful() {
      return (await doubtful(reads).limit(1).executeTakeFirst()) !== undefined
    },

    async standing(mirror) {
      const row = await reads
        .selectFrom('mirrors')
        .selectAll()
        .select(({ exists }) => sql<number | boolean>`${exists(doubtful(reads))}`.as('isDoubtful'))
        .where('name', '=', mirror)
        .executeTakeFirst()
      // Windows are kept with a state of their mirror: without one there are none.
      return row
        ? { state: toMirrorState(row), isDoubtful: Boolean(row.isDoubtful) }
        : { state: blank(mirror), isDoubtful: false }
    },

    put: (window, state) =>
      db.transaction().execute(async (trx) => {
        const row = toRow(window)
        await trx
          .insertInto('field_task_windows')
          .values(row)
          .onConflict((conflict) => conflict.column('from_day').doUpdateSet(row))
          .execute()
        await saveMirror(trx, state)
      }),

    forget: (fromDays, state) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('field_task_windows').where('from_day', 'in', fromDays).execute()
        await saveMirror(trx, state)
      }),

    forgetSightings: (state) =>
      db.transaction().execute(async (trx) => {
        await sql`delete from field_task_sightings`.execute(trx)
        await saveMirror(trx, state)
      }),

    unseen: (search) => searchUnseen(reads, search),

    hide: (taskIds, seenAt, state) =>
      db.transaction().execute(async (trx) => {
        await hideFieldTasks(trx, dialect, taskIds, seenAt)
        await saveMirror(trx, state)
      }),

    purge: (taskIds, state) =>
      db.transaction().execute(async (trx) => {
        await purgeFieldTasks(trx, dialect, taskIds)
        await saveMirror(trx, state)
      }),
  }
}

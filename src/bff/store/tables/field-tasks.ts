import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { chunked, insertMany } from '../engine/bulk.ts'
import { pairsQuery, reasonsQuery, rightsQuery } from './field-task-rights.ts'
import { bodiesOf, countOf, isEmpty, listOf } from './field-task-queries.ts'
import { readJson } from '../engine/json.ts'
import { saveMirror } from './mirrors.ts'
import { createTaskTimes } from './field-task-times.ts'
import { pageOf } from './field-task-pages.ts'
import { putFieldTasks } from './put-field-tasks.ts'
import type { Databases } from '../schema.ts'
import type { FieldTaskStore, StaffCustomer } from '../mirror-stores.ts'
import { useridKey } from '../../userid.ts'

/** The mirrored field tasks, their people and their types. */
export function createFieldTaskStore({ db, reads, dialect }: Databases): FieldTaskStore {
  const times = createTaskTimes({ db, reads, dialect })
  return {
    put: (rows, state, seenAt = null) =>
      db.transaction().execute((trx) => putFieldTasks(trx, dialect, { rows, state, seenAt })),

    async list(question, page) {
      if (!page) return listOf({ reads, dialect }, question)
      if (isEmpty(question)) return []
      return pageOf(reads, question, page, { dialect, isTimed: await times.areFilled() })
    },
    bodies: (scope, taskIds) => bodiesOf(reads, scope, taskIds),
    count: (scope, now) => countOf(reads, scope, { now, isTimed: times.areFilled }),
    fillTimes: times.fill,

    async customerIdsOf(staffId, now, among) {
      if (among?.length === 0) return []
      const query = among ? rightsQuery(reads, { staffId, now, among }) : reasonsQuery(reads, { staffId, now })
      return (await query.execute()).map((row) => row.customer_id)
    },

    async workedPairs(pairs, now) {
      const found: StaffCustomer[] = []
      for (const some of chunked(pairs)) {
        found.push(...(await pairsQuery(reads, { dialect, pairs: some, now }).execute()))
        await turnOver()
      }
      return found
    },

    async staffIdBySourceCode(code) {
      const rows = await reads
        .selectFrom('field_people')
        .select('id')
        .where(sql`lower(source_code)`, '=', useridKey(code))
        .limit(2)
        .execute()
      // Two people with one code: it is unknown which of them this is.
      return rows.length === 1 ? (rows[0]?.id ?? null) : null
    },

    peopleWithCode: (limit) =>
      reads
        .selectFrom('field_people')
        .select((select) => [select.fn.min('source_code').as('code'), select.fn.min('name').as('name')])
        .where('source_code', 'is not', null)
        .groupBy(sql`lower(source_code)`)
        .having(sql`count(*)`, '=', 1)
        .orderBy(sql`lower(source_code)`)
        .limit(limit)
        .execute(),

    people: (limit) =>
      reads.selectFrom('field_people').select(['id', 'name', 'source_code as sourceCode']).limit(limit).execute(),

    async size() {
      const row = await reads
        .selectFrom('field_tasks')
        .select((select) => select.fn.countAll<number>().as('size'))
        .where('is_deleted', '=', 0)
        .executeTakeFirstOrThrow()
      return row.size
    },

    putTypes: (types, state) =>
      db.transaction().execute(async (trx) => {
        const byId = new Map(types.map(({ typeId, body }) => [typeId, body]))
        const rows = [...byId].map(([typeId, body]) => [typeId, JSON.stringify(body)])
        await insertMany(trx, dialect, {
          table: 'field_task_types',
          columns: ['type_id', 'body'],
          rows,
          // Nothing is deleted: a type that the vendor no longer lists still names old tasks.
          onConflict: '(type_id) do update set body = excluded.body',
        })
        await saveMirror(trx, state)
      }),

    async sweepPeople() {
      await sql`delete from field_people where not exists
          (select 1 from field_task_staff where staff_id = field_people.id)
        and not exists (select 1 from field_customer_managers where staff_id = field_people.id)`.execute(db)
    },

    async types() {
      const rows = await reads.selectFrom('field_task_types').selectAll().orderBy('type_id').execute()
      return rows.map((row) => ({ typeId: row.type_id, body: readJson(row.body) }))
    },
  }
}

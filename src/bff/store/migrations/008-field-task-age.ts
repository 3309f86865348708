import { sql, type Kysely, type Migration } from 'kysely'
import type { Dialect } from '../schema.ts'

/** A vendor's typing error may be a date in year 0, which PostgreSQL does not know. */
const fromBody = {
  sqlite: sql`update field_tasks set created_at = unixepoch(json_extract(body, '$.createdAt')) * 1000`,
  postgres: sql`update field_tasks
    set created_at = (extract(epoch from (body::json ->> 'createdAt')::timestamptz) * 1000)::bigint
    where body::json ->> 'createdAt' >= '0001'`,
}

/** When a task was created, as a column of its own: lists are sorted by it. */
export const fieldTaskAge = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('field_tasks').addColumn('created_at', 'bigint').execute()
    await fromBody[dialect].execute(db)
  },
})

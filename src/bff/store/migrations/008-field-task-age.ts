import { sql, type Kysely, type Migration } from 'kysely'
import type { Dialect } from '../schema.ts'

/** PostgreSQL knows no year 0, which a vendor's typing error may be. */
const fromBody = {
  sqlite: sql`update field_tasks set created_at = unixepoch(json_extract(body, '$.createdAt')) * 1000`,
  postgres: sql`update field_tasks
    set created_at = (extract(epoch from (body::json ->> 'createdAt')::timestamptz) * 1000)::bigint
    where body::json ->> 'createdAt' >= '0001'`,
}

/** When a task was made, beside its body: it says where the task stands among others. */
export const fieldTaskAge = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('field_tasks').addColumn('created_at', 'bigint').execute()
    await fromBody[dialect].execute(db)
  },
})

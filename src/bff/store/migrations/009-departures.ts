import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** Which sessions have ended, who has left, and logins under way. Each userid is in small letters. */
export const departures = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('session_ends')
      .addColumn('subject', 'text', (column) => column.primaryKey())
      .addColumn('ended_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('departures')
      .addColumn('userid', 'text', (column) => column.primaryKey())
      .addColumn('left_at', 'bigint', (column) => column.notNull())
      .addColumn('is_final', 'integer', (column) => column.notNull())
      .addColumn('returned_at', 'bigint')
      .addColumn('purged_at', 'bigint')
      .addColumn('aside_at', 'bigint')
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('login_states')
      .addColumn('state', 'text', (column) => column.primaryKey())
      .addColumn('browser', 'text', (column) => column.notNull())
      .addColumn('return_to', 'text', (column) => column.notNull())
      .addColumn('is_restarted', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
  },
})

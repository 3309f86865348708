import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/**
 * Sessions of people at a vendor without keys for servers, failed sign-ins, what was placed in chats, and moments jobs.
 */
export const yunzhong = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('connections')
      .addColumn('userid', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('connections_key', ['userid', 'source'])
      .execute()
    await db.schema
      .createTable('login_tries')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('slot', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('login_tries_key', ['subject', 'slot'])
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('placements')
      .addColumn('userid', 'text', (column) => column.notNull())
      .addColumn('push_id', 'text', (column) => column.notNull())
      .addColumn('piece_key', 'text', (column) => column.notNull())
      .addColumn('placed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('placements_key', ['userid', 'push_id', 'piece_key'])
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('moment_tasks')
      .addColumn('task_id', 'text', (column) => column.primaryKey())
      .addColumn('waiting', 'integer', (column) => column.notNull())
      .addColumn('finished', 'integer', (column) => column.notNull())
      .addColumn('total', 'integer', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('moment_jobs')
      .addColumn('job_id', 'text', (column) => column.primaryKey())
      .addColumn('counts', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('moment_job_staff')
      .addColumn('userid', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('job_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('moment_job_staff_key', ['userid', 'status', 'job_id'])
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema.createIndex('moment_job_staff_job').on('moment_job_staff').column('job_id').execute()
  },
})

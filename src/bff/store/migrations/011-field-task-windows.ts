import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** When each window of creation days was last read, and which tasks a pass has seen that reads some again. */
export const fieldTaskWindows = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    // Holds all that is needed to find the tasks of a window that a reading did not tell.
    await db.schema
      .createIndex('field_tasks_created')
      .on('field_tasks')
      .columns(['created_at', 'is_deleted', 'task_id'])
      .execute()
    await db.schema
      .createTable('field_task_windows')
      .addColumn('from_day', 'text', (column) => column.primaryKey())
      .addColumn('read_at', 'bigint', (column) => column.notNull())
      .addColumn('row_count', 'integer', (column) => column.notNull())
      .addColumn('calls', 'integer', (column) => column.notNull())
      .addColumn('is_settled', 'integer', (column) => column.notNull())
      .addColumn('doubtful_since', 'bigint')
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('field_task_sightings')
      .addColumn('task_id', 'text', (column) => column.primaryKey())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
  },
})

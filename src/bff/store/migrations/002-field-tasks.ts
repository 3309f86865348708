import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** Tasks, their staff, people and types. */
export const fieldTasks = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('field_tasks')
      .addColumn('task_id', 'text', (column) => column.primaryKey())
      .addColumn('customer_id', 'text', (column) => column.notNull())
      .addColumn('modified_at', 'bigint', (column) => column.notNull())
      .addColumn('is_deleted', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint')
      .addColumn('staff_ids', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .execute()
    // Holds all that a count needs, so that counting reads no row.
    await db.schema
      .createIndex('field_tasks_customer')
      .on('field_tasks')
      .columns(['customer_id', 'is_deleted', 'status', 'due_at'])
      .execute()
    await db.schema
      .createTable('field_task_staff')
      .addColumn('staff_id', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('task_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('field_task_staff_key', ['staff_id', 'status', 'task_id'])
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('field_people')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('source_code', 'text')
      .execute()
    await db.schema.createIndex('field_people_code').on('field_people').column('source_code').execute()
    await db.schema
      .createTable('field_task_types')
      .addColumn('type_id', 'text', (column) => column.primaryKey())
      .addColumn('body', 'text', (column) => column.notNull())
      .execute()
  },
})

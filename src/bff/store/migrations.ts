import { Migrator, sql, type Kysely, type Migration } from 'kysely'
import type { Database, Dialect } from './schema.ts'

/** A narrow table is its own index, on the dialect that can say so. */
const keyOnly = (dialect: Dialect) => (dialect === 'sqlite' ? sql`without rowid` : sql``)

const identity = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('links')
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('wecom_id', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('source_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('linked_by', 'text', (column) => column.notNull())
      .addColumn('linked_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('links_key', ['subject', 'wecom_id', 'source', 'source_id'])
      .execute()
    await sql`create unique index links_staff on links (wecom_id, source) where subject = 'staff'`.execute(db)
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('mirrors')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('checkpoint', 'text', (column) => column.notNull())
      .addColumn('row_count', 'bigint', (column) => column.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('completed_at', 'bigint')
      .addColumn('last_error', 'text')
      .addColumn('last_error_at', 'bigint')
      .execute()
    await db.schema
      .createTable('tokens')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
  },
})

const fieldTasks = (dialect: Dialect): Migration => ({
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

const fieldCustomers = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('field_customers')
      .addColumn('customer_id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('manager_ids', 'text', (column) => column.notNull())
      .addColumn('phones', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('field_customer_managers')
      .addColumn('staff_id', 'text', (column) => column.notNull())
      .addColumn('customer_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('field_customer_managers_key', ['staff_id', 'customer_id'])
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema
      .createTable('field_customer_phones')
      .addColumn('phone', 'text', (column) => column.notNull())
      .addColumn('customer_id', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('field_customer_phones_key', ['phone', 'customer_id'])
      .modifyEnd(keyOnly(dialect))
      .execute()
  },
})

const groups: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sop_groups')
      .addColumn('chat_id', 'text', (column) => column.primaryKey())
      .addColumn('sales_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('fetched_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('chats')
      .addColumn('chat_id', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('member_ids', 'text', (column) => column.notNull())
      .addColumn('fetched_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('chat_owners')
      .addColumn('owner', 'text', (column) => column.primaryKey())
      .addColumn('chat_ids', 'text', (column) => column.notNull())
      .addColumn('fetched_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

/** Brings the database up to date. Instances that start together do it one after the other. */
export async function migrate(db: Database, dialect: Dialect): Promise<void> {
  const migrations = {
    '001_identity': identity(dialect),
    '002_field_tasks': fieldTasks(dialect),
    '003_field_customers': fieldCustomers(dialect),
    '004_groups': groups,
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

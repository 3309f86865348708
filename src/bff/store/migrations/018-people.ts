import type { Kysely, Migration } from 'kysely'

/** Who works here, who is known at the vendors, and how often each upstream was called in each hour. */
export const people: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('wecom_people')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('userid', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('departments', 'text', (column) => column.notNull())
      .addColumn('has_customer_right', 'integer', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addColumn('left_at', 'bigint')
      .execute()
    await db.schema
      .createTable('vendor_people')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('code', 'text')
      .addColumn('other_code', 'text')
      .addColumn('department', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('vendor_people_key', ['source', 'id'])
      .execute()
    await db.schema
      .createTable('call_hours')
      .addColumn('hour', 'bigint', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('made', 'integer', (column) => column.notNull())
      .addColumn('failed', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('call_hours_key', ['hour', 'source'])
      .execute()
  },
}

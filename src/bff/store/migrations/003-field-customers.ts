import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** Customers with their managers and phones. */
export const fieldCustomers = (dialect: Dialect): Migration => ({
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

import { sql, type Kysely, type Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** Links, leases, mirrors and tokens. */
export const identity = (dialect: Dialect): Migration => ({
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
      .createIndex('links_source_id')
      .on('links')
      .columns(['source', 'source_id', 'subject', 'wecom_id'])
      .execute()
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

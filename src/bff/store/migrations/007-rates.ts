import type { Kysely, Migration } from 'kysely'

/** What callers did in the current window of time, for all instances. */
export const rates: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('rates')
      .addColumn('subject', 'text', (column) => column.primaryKey())
      .addColumn('hits', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('rates_expires_at').on('rates').column('expires_at').execute()
  },
}

import type { Kysely, Migration } from 'kysely'

/**
 * Unused: limits hold per instance now. The version before still counts in it while both run side by side, so a
 * migration of the next version may drop it.
 */
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

import type { Kysely, Migration } from 'kysely'

/** Rows of vendors that could not be read, by the part of a reading that left them out. */
export const leftOut: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('left_out')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('part', 'text', (column) => column.notNull())
      .addColumn('rows', 'text', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('left_out_pk', ['source', 'operation', 'part'])
      .execute()
  },
}

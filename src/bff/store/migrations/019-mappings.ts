import { sql, type Kysely, type Migration } from 'kysely'

/** Changes of staff ids: previewed ones with their end, then batches that can be taken back, and their rows. */
export const mappings: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('mapping_batches')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('made_by', 'text', (column) => column.notNull())
      .addColumn('made_at', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('title', 'text')
      .addColumn('counts', 'text', (column) => column.notNull())
      .addColumn('typed', 'bigint')
      .addColumn('expires_at', 'bigint')
      .addColumn('undone_at', 'bigint')
      .execute()
    await db.schema.createIndex('mapping_batches_made').on('mapping_batches').columns(['made_at', 'id']).execute()
    await db.schema
      .createTable('mapping_rows')
      .addColumn('batch_id', 'text', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('userid', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('from_id', 'text')
      .addColumn('to_id', 'text')
      .addColumn('was_shared', 'integer', (column) => column.notNull())
      .addColumn('is_shared', 'integer', (column) => column.notNull())
      .addColumn('before', 'text', (column) => column.notNull())
      .addColumn('after', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('mapping_rows_pk', ['batch_id', 'position'])
      .execute()
    // For who is erased.
    await sql`create index mapping_rows_any_case on mapping_rows (lower(userid))`.execute(db)
  },
}

import { sql, type Kysely, type Migration } from 'kysely'

/** Links that were taken away, kept for undoing; and indexes by which userids are found in any spelling of case. */
export const links: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('removed_links')
      .addColumn('wecom_id', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('source_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('linked_by', 'text', (column) => column.notNull())
      .addColumn('linked_at', 'bigint', (column) => column.notNull())
      .addColumn('removed_by', 'text', (column) => column.notNull())
      .addColumn('removed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('removed_links_key', ['wecom_id', 'source', 'source_id'])
      .execute()
    await db.schema.createIndex('removed_links_at').on('removed_links').column('removed_at').execute()
    // Not unique: rows of before may hold one person in two spellings.
    await sql`create index links_staff_any_case on links (lower(wecom_id), source) where subject = 'staff'`.execute(db)
    await sql`create index field_people_code_any_case on field_people (lower(source_code))`.execute(db)
    await sql`create index moment_job_staff_any_case on moment_job_staff (lower(userid))`.execute(db)
  },
}

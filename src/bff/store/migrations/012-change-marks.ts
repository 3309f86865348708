import type { Kysely, Migration } from 'kysely'

/** When a change was recorded by the database's own clock, by which it is swept; null for one of the version before. */
export const changeMarks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('changes').addColumn('marked_at', 'bigint').execute()
  },
}

import type { Kysely, Migration } from 'kysely'

/**
 * When a change was recorded by the database's own clock, by which it is swept; and when the pass began that last mentioned a
 * group, as rows of other mirrors have it: the time at which its page was read jumps when the clock is set in between. Null
 * for rows of the version before.
 */
export const clocks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('changes').addColumn('marked_at', 'bigint').execute()
    await db.schema.alterTable('sop_groups').addColumn('seen_at', 'bigint').execute()
  },
}

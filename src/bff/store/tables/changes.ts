import { sql } from 'kysely'
import { chunked } from '../engine/bulk.ts'
import { databaseNow } from '../engine/now.ts'
import type { Databases, Database } from '../schema.ts'
import { isSessionEnd, type ChangeStore } from '../store.ts'
import { endsQuery } from './session-ends.ts'

const changesQuery = (reads: Database, subjects: readonly string[]) =>
  reads.selectFrom('changes').select(['subject', 'changed_at as at']).where('subject', 'in', subjects)

/** One statement, whether it is about changes, ended sessions or both. */
function questionOf(reads: Database, subjects: readonly string[]) {
  const ends = subjects.filter(isSessionEnd)
  const others = subjects.filter((subject) => !isSessionEnd(subject))
  if (ends.length === 0) return changesQuery(reads, others)
  return others.length === 0 ? endsQuery(reads, ends) : changesQuery(reads, others).unionAll(endsQuery(reads, ends))
}

/** The last change of each subject that WeCom reported, and the last end of sessions. */
export function createChangeStore({ db, reads, dialect }: Databases): ChangeStore {
  const now = databaseNow(dialect)
  return {
    async mark(subject, at) {
      await db
        .insertInto('changes')
        .values({ subject, changed_at: at, marked_at: now })
        .onConflict((conflict) =>
          conflict.column('subject').doUpdateSet((row) => ({
            // Always later than the last one, even within a millisecond or if an instance's clock is behind.
            changed_at: row
              .case()
              .when('changes.changed_at', '<', at)
              .then(at)
              .else(row('changes.changed_at', '+', 1))
              .end(),
            marked_at: now,
          })),
        )
        .execute()
    },

    async of(subjects) {
      const known = new Map<string, number>()
      for (const some of chunked(subjects))
        for (const { subject, at } of await questionOf(reads, some).execute()) known.set(subject, at)
      return known
    },

    async sweep(ageMs) {
      const before = sql<number>`${now} - ${sql.lit(ageMs)}`
      await db
        .deleteFrom('changes')
        .where(sql<number>`coalesce(marked_at, changed_at)`, '<', before)
        .execute()
    },
  }
}

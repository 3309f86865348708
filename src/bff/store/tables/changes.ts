import { chunked } from '../engine/bulk.ts'
import type { Databases } from '../schema.ts'
import type { ChangeStore } from '../store.ts'

/** The last change of each subject that WeCom reported. */
export function createChangeStore({ db, reads }: Databases): ChangeStore {
  return {
    async mark(subject, at) {
      await db
        .insertInto('changes')
        .values({ subject, changed_at: at })
        .onConflict((conflict) =>
          conflict.column('subject').doUpdateSet((row) => ({
            // Always later than the last one, even within a millisecond or if an instance's clock is behind.
            changed_at: row
              .case()
              .when('changes.changed_at', '<', at)
              .then(at)
              .else(row('changes.changed_at', '+', 1))
              .end(),
          })),
        )
        .execute()
    },

    async of(subjects) {
      const known = new Map<string, number>()
      for (const some of chunked(subjects)) {
        const rows = await reads.selectFrom('changes').selectAll().where('subject', 'in', some).execute()
        for (const { subject, changed_at: at } of rows) known.set(subject, at)
      }
      return known
    },

    async sweep(before) {
      await db.deleteFrom('changes').where('changed_at', '<', before).execute()
    },
  }
}

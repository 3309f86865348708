import type { Database, Databases } from '../schema.ts'
import type { SessionEndStore } from '../store.ts'

export const endsQuery = (reads: Database, subjects: readonly string[]) =>
  reads.selectFrom('session_ends').select(['subject', 'ended_at as at']).where('subject', 'in', subjects)

/** Later than the end before, whatever the clocks say: sessions remember the last end that they came after. */
export async function putEnd(db: Database, subject: string, at: number): Promise<void> {
  await db
    .insertInto('session_ends')
    .values({ subject, ended_at: at })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet((row) => ({
        ended_at: row
          .case()
          .when('session_ends.ended_at', '<', at)
          .then(at)
          .else(row('session_ends.ended_at', '+', 1))
          .end(),
      })),
    )
    .execute()
}

/** Ends of sessions, read together with the changes. */
export function createSessionEndStore({ db }: Databases): SessionEndStore {
  return {
    put: (subject, at) => putEnd(db, subject, at),
    async sweep(before) {
      await db.deleteFrom('session_ends').where('ended_at', '<', before).execute()
    },
  }
}

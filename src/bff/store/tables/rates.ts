import type { Databases } from '../schema.ts'
import type { RateStore } from '../store.ts'

/** Hits of all instances: adding and reading the sum is one statement on both dialects. */
export function createRateStore({ db }: Databases): RateStore {
  return {
    async add(subject, hits, expiresAt) {
      const row = await db
        .insertInto('rates')
        .values({ subject, hits, expires_at: expiresAt })
        .onConflict((conflict) =>
          conflict.column('subject').doUpdateSet((set) => ({ hits: set('rates.hits', '+', hits) })),
        )
        .returning('hits')
        .executeTakeFirstOrThrow()
      return row.hits
    },

    async sweep(now) {
      await db.deleteFrom('rates').where('expires_at', '<=', now).execute()
    },
  }
}

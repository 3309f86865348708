import type { Databases } from '../schema.ts'
import type { OpeningStore } from '../store.ts'

/** Addresses of 企客聊 that have been opened. */
export function createOpeningStore({ db }: Databases): OpeningStore {
  async function sweep(now: number): Promise<void> {
    await db.deleteFrom('qikeliao_openings').where('expires_at', '<=', now).execute()
  }

  return {
    async take(hashes, { now, expiresAt }) {
      await sweep(now)
      const taken = await db
        .insertInto('qikeliao_openings')
        // In one order everywhere, so that two instances never wait for each other.
        .values(hashes.toSorted().map((hash) => ({ hash, expires_at: expiresAt })))
        .onConflict((conflict) => conflict.column('hash').doNothing())
        .returning('hash')
        .execute()
      return taken.length === hashes.length
    },

    sweep,
  }
}

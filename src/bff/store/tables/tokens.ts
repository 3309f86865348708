import type { Databases } from '../schema.ts'
import type { TokenStore } from '../store.ts'

/** Vendor tokens, sealed by the caller. */
export function createTokenStore({ db, reads }: Databases): TokenStore {
  return {
    async get(name) {
      const row = await reads.selectFrom('tokens').selectAll().where('name', '=', name).executeTakeFirst()
      return row ? { sealed: row.sealed, expiresAt: row.expires_at } : null
    },

    async put(name, sealed, expiresAt) {
      await db
        .insertInto('tokens')
        .values({ name, sealed, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ sealed, expires_at: expiresAt }))
        .execute()
    },

    async drop(name, sealed) {
      await db.deleteFrom('tokens').where('name', '=', name).where('sealed', '=', sealed).execute()
    },
  }
}

import type { Databases } from '../schema.ts'
import type { SigningKeyStore } from '../store.ts'

/** Keys that sign for panels, their private halves sealed by the caller. */
export function createSigningKeyStore({ db, reads }: Databases): SigningKeyStore {
  return {
    async all() {
      const rows = await reads.selectFrom('signing_keys').selectAll().execute()
      return rows.map(({ kid, sealed, public_jwk, made_at }) => ({
        kid,
        sealed,
        publicJwk: public_jwk,
        madeAt: made_at,
      }))
    },

    async put({ kid, sealed, publicJwk, madeAt }, most) {
      await db.transaction().execute(async (writing) => {
        const row = { kid, sealed, public_jwk: publicJwk, made_at: madeAt }
        await writing.insertInto('signing_keys').values(row).execute()
        const others = writing.selectFrom('signing_keys').select('kid').where('kid', '!=', kid)
        const newest = others
          .orderBy('made_at', 'desc')
          .orderBy('kid')
          .limit(most - 1)
        const surplus = writing.deleteFrom('signing_keys').where('kid', '!=', kid)
        await surplus.where('kid', 'not in', newest).execute()
      })
    },

    async reseal({ kid, sealed: was }, sealed) {
      await db.updateTable('signing_keys').set({ sealed }).where('kid', '=', kid).where('sealed', '=', was).execute()
    },

    async sweep({ retired, known, unused }) {
      await db
        .deleteFrom('signing_keys')
        .where('made_at', '<', retired)
        .where(({ exists, not, selectFrom, and, or, eb }) => {
          const newer = selectFrom('signing_keys as newer')
            .select('newer.kid')
            .whereRef('newer.made_at', '>', 'signing_keys.made_at')
          const isUnused = and([eb('made_at', '<', unused), not(exists(newer))])
          return or([exists(newer.where('newer.made_at', '<', known)), isUnused])
        })
        .execute()
    },
  }
}

import type { Databases } from '../schema.ts'
import type { ConnectionStore } from '../store.ts'

/** People's sessions at vendors, sealed by the caller. */
export function createConnectionStore({ db, reads }: Databases): ConnectionStore {
  return {
    async get(userid, source) {
      const row = await reads
        .selectFrom('connections')
        .selectAll()
        .where('userid', '=', userid)
        .where('source', '=', source)
        .executeTakeFirst()
      return row ? { userid, source, sealed: row.sealed, createdAt: row.created_at } : null
    },

    async put({ userid, source, sealed, createdAt }) {
      await db
        .insertInto('connections')
        .values({ userid, source, sealed, created_at: createdAt })
        .onConflict((conflict) => conflict.columns(['userid', 'source']).doUpdateSet({ sealed, created_at: createdAt }))
        .execute()
    },

    async renew({ userid, source, sealed: was }, sealed) {
      await db
        .updateTable('connections')
        .set({ sealed })
        .where('userid', '=', userid)
        .where('source', '=', source)
        .where('sealed', '=', was)
        .execute()
    },

    async remove(userid, source, sealed) {
      const removal = db.deleteFrom('connections').where('userid', '=', userid).where('source', '=', source)
      const narrowed = sealed === undefined ? removal : removal.where('sealed', '=', sealed)
      return (await narrowed.executeTakeFirst()).numDeletedRows > 0
    },
  }
}

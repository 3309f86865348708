import { createSharedReading } from '../../concurrency/shared-reading.ts'
import { chunked } from '../engine/bulk.ts'
import type { Databases, Database } from '../schema.ts'
import type { ConnectionRow, ConnectionStore } from '../store.ts'

async function connectionsOf(reads: Database, userids: readonly string[]): Promise<Map<string, ConnectionRow[]>> {
  const found = new Map<string, ConnectionRow[]>(userids.map((userid) => [userid, []]))
  for (const some of chunked(userids)) {
    const rows = await reads.selectFrom('connections').selectAll().where('userid', 'in', some).execute()
    for (const { created_at: createdAt, ...row } of rows) found.get(row.userid)?.push({ ...row, createdAt })
  }
  return found
}

/** People's sessions at vendors, sealed by the caller. */
export function createConnectionStore({ db, reads }: Databases): ConnectionStore {
  /** Several lists of a board need the same person's session. */
  const ofPeople = createSharedReading((userids) => connectionsOf(reads, userids))

  return {
    async get(userid, source) {
      const all = (await ofPeople([userid])).get(userid) ?? []
      return all.find((each) => each.source === source) ?? null
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

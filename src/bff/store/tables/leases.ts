import { sql } from 'kysely'
import { skewMs } from '../../age.ts'
import { LeaseLost } from '../../errors.ts'
import { databaseNow } from '../engine/now.ts'
import type { Holder } from '../mirror-stores.ts'
import type { Database, Databases } from '../schema.ts'
import type { LeaseStore } from '../store.ts'

/** `MIRROR_LEASE_MS` allows no more. What lies further ahead was written by a wrong clock, and counts as free. */
const longestMs = 300_000 + skewMs

/**
 * The last statement of every transaction that writes in a mirror's name: the row of the lease is locked from then on, so that
 * nobody can take it over before the commit. A lease that has run out but that nobody took is still this owner's, or a
 * page that takes longer than a lease could never be written. @throws LeaseLost
 */
export async function requireLease(trx: Database, { name, heldBy }: Holder): Promise<void> {
  if (heldBy === undefined) throw new LeaseLost(name)
  const locked = await trx
    .updateTable('leases')
    .set({ owner: heldBy })
    .where('name', '=', name)
    .where('owner', '=', heldBy)
    .executeTakeFirst()
  if (locked.numUpdatedRows === 0n) throw new LeaseLost(name)
}

export async function sweepLeases({ db, dialect }: Databases, ageMs: number): Promise<void> {
  const before = sql<number>`${databaseNow(dialect)} - ${sql.lit(ageMs)}`
  await db.deleteFrom('leases').where('expires_at', '<', before).execute()
}

/** Leases, for work that only one instance may do at a time, by the database's own clock. */
export function createLeaseStore({ db, dialect }: Databases): LeaseStore {
  const now = databaseNow(dialect)
  const ending = (ttlMs: number) => sql<number>`${now} + ${sql.lit(Math.round(ttlMs))}`

  return {
    async acquire(name, owner, ttlMs) {
      const held = await db
        .insertInto('leases')
        .values({ name, owner, expires_at: ending(ttlMs) })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ owner, expires_at: ending(ttlMs) })
            .where((lease) =>
              lease.or([
                lease('leases.owner', '=', owner),
                lease('leases.expires_at', '<=', now),
                lease('leases.expires_at', '>', ending(longestMs)),
              ]),
            ),
        )
        .returning('owner')
        .execute()
      return held.length > 0
    },

    async extend(name, owner, ttlMs) {
      const held = await db
        .updateTable('leases')
        .set({ expires_at: ending(ttlMs) })
        .where('name', '=', name)
        .where('owner', '=', owner)
        .executeTakeFirst()
      return held.numUpdatedRows > 0n
    },

    async msLeft(name) {
      const lease = await db
        .selectFrom('leases')
        .select(sql<number>`expires_at - ${now}`.as('left'))
        .where('name', '=', name)
        .executeTakeFirst()
      const left = lease?.left ?? 0
      return left > longestMs ? 0 : Math.max(0, left)
    },

    async release(name, owner) {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute()
    },
  }
}

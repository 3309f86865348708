import type { Databases } from '../schema.ts'
import type { LeaseStore } from '../store.ts'

/** Leases, for work that only one instance may do at a time. */
export function createLeaseStore({ db }: Databases): LeaseStore {
  return {
    async acquire(name, owner, now, ttlMs) {
      const held = await db
        .insertInto('leases')
        .values({ name, owner, expires_at: now + ttlMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ owner, expires_at: now + ttlMs })
            .where((lease) => lease.or([lease('leases.owner', '=', owner), lease('leases.expires_at', '<=', now)])),
        )
        .returning('owner')
        .execute()
      return held.length > 0
    },

    async endsAt(name) {
      const lease = await db.selectFrom('leases').select('expires_at').where('name', '=', name).executeTakeFirst()
      return lease?.expires_at ?? null
    },

    async release(name, owner) {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute()
    },
  }
}

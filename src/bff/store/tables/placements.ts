import type { Databases } from '../schema.ts'
import type { PlacementStore } from '../store.ts'

/** What salespeople placed in chats, piece by piece. */
export function createPlacementStore({ db, reads }: Databases): PlacementStore {
  return {
    async put(userid, pushId, key, at) {
      await db
        .insertInto('placements')
        .values({ userid, push_id: pushId, piece_key: key, placed_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async of(userid, pushIds) {
      const placed = new Map<string, Map<string, number>>()
      if (pushIds.length === 0) return placed
      const rows = await reads
        .selectFrom('placements')
        .selectAll()
        .where('userid', '=', userid)
        .where('push_id', 'in', pushIds)
        .execute()
      for (const { push_id: pushId, piece_key: key, placed_at: at } of rows)
        placed.set(pushId, (placed.get(pushId) ?? new Map<string, number>()).set(key, at))
      return placed
    },
  }
}

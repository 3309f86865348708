import { useridKey } from '../../userid.ts'
import type { Databases } from '../schema.ts'
import { sessionsOf, type DepartureStore } from '../store.ts'
import { bringBack, forgetMaker, isKnown, putAside, removeKept } from './kept-of-people.ts'
import { putEnd } from './session-ends.ts'

/** People who left, and what is done with what was kept of them. */
export function createDepartureStore({ db, reads }: Databases): DepartureStore {
  return {
    isKnown: (userid) => isKnown(reads, useridKey(userid)),

    async of(userid) {
      const row = await reads
        .selectFrom('departures')
        .selectAll()
        .where('userid', '=', useridKey(userid))
        .executeTakeFirst()
      if (!row) return null
      return { leftAt: row.left_at, isFinal: row.is_final === 1, returnedAt: row.returned_at, purgedAt: row.purged_at }
    },

    leave: (userid, at, isFinal) =>
      db.transaction().execute(async (trx) => {
        const mark = { left_at: at, is_final: isFinal ? 1 : 0, returned_at: null, purged_at: null }
        await putEnd(trx, sessionsOf(userid), at)
        await trx
          .insertInto('departures')
          .values({ userid: useridKey(userid), ...mark })
          // Said again: gone since the first time. Where the userid has been in use since, they leave anew.
          .onConflict((conflict) =>
            conflict
              .column('userid')
              .doUpdateSet(mark)
              .where((row) =>
                row.or([
                  row('departures.returned_at', 'is not', null),
                  ...(isFinal ? [row('departures.purged_at', 'is not', null)] : []),
                ]),
              ),
          )
          .execute()
        if (isFinal)
          await trx.updateTable('departures').set({ is_final: 1 }).where('userid', '=', useridKey(userid)).execute()
      }),

    forget: (userid, at) =>
      db.transaction().execute(async (trx) => {
        const mine = trx.updateTable('departures').set({ returned_at: at }).where('userid', '=', useridKey(userid))
        await mine.where('aside_at', 'is not', null).execute()
        await trx
          .deleteFrom('departures')
          .where('userid', '=', useridKey(userid))
          .where('aside_at', 'is', null)
          .execute()
      }),

    giveAway: (userid, at) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('departures')
          .set((row) => ({ returned_at: at, aside_at: row.ref('left_at') }))
          .where('userid', '=', useridKey(userid))
          .where('returned_at', 'is', null)
          .returning('left_at')
          .executeTakeFirst()
        if (row) await putAside(trx, useridKey(userid), row.left_at)
      }),

    restore: (userid) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .deleteFrom('departures')
          .where('userid', '=', useridKey(userid))
          .returning('aside_at')
          .executeTakeFirst()
        if (row?.aside_at) await bringBack(trx, useridKey(userid), row.aside_at)
        return row !== undefined
      }),

    purge: (userid, at) =>
      db.transaction().execute(async (trx) => {
        const row = await trx
          .updateTable('departures')
          .set({ purged_at: at })
          .where('userid', '=', useridKey(userid))
          .returning(['left_at', 'returned_at'])
          .executeTakeFirst()
        if (row) await removeKept(trx, useridKey(userid), { leftAt: row.left_at, isInUse: row.returned_at !== null })
      }),

    forgetPurged: (before) =>
      db.transaction().execute(async (trx) => {
        const gone = await trx
          .deleteFrom('departures')
          .where('purged_at', 'is not', null)
          .where('left_at', '<', before)
          .returning('userid')
          .execute()
        for (const { userid } of gone) await forgetMaker(trx, userid)
      }),

    async unpurgedBefore(before) {
      const rows = await reads
        .selectFrom('departures')
        .select('userid')
        .where('purged_at', 'is', null)
        .where('left_at', '<', before)
        .execute()
      return rows.map(({ userid }) => userid)
    },
  }
}

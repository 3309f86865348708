import type { CallHourStore } from '../people-stores.ts'
import type { Databases } from '../schema.ts'

/** Calls to upstreams by the hour. */
export function createCallHourStore({ db, reads }: Databases): CallHourStore {
  return {
    add: (hours) =>
      db.transaction().execute(async (trx) => {
        for (const row of hours)
          await trx
            .insertInto('call_hours')
            .values(row)
            .onConflict((conflict) =>
              conflict.columns(['hour', 'source']).doUpdateSet((kept) => ({
                made: kept('call_hours.made', '+', kept.ref('excluded.made')),
                failed: kept('call_hours.failed', '+', kept.ref('excluded.failed')),
              })),
            )
            .execute()
      }),

    since: (hour) => reads.selectFrom('call_hours').selectAll().where('hour', '>=', hour).execute(),

    async sweep(before) {
      await db.deleteFrom('call_hours').where('hour', '<', before).execute()
    },
  }
}

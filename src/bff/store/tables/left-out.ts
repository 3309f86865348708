import { z } from 'zod'
import { readJson } from '../engine/json.ts'
import type { Databases } from '../schema.ts'
import type { LeftOutStore } from '../store.ts'

const Rows = z.array(
  z.object({
    id: z.string().nullable(),
    field: z.string(),
    subject: z.string().nullable(),
    staffIds: z.array(z.string()),
  }),
)

const maxOfPart = 100
const maxRows = 1000
/** Parts have at least one row each. */
const maxParts = 200

/** What could not be read of the vendors' answers. */
export function createLeftOutStore({ db, reads }: Databases): LeftOutStore {
  return {
    async put({ source, operation, part }, rows, at) {
      if (rows.length === 0) {
        const before = db.deleteFrom('left_out').where('source', '=', source).where('operation', '=', operation)
        await before.where('part', '=', part).execute()
        return
      }
      const kept = { rows: JSON.stringify(rows.slice(0, maxOfPart)), seen_at: at }
      await db
        .insertInto('left_out')
        .values({ source, operation, part, ...kept })
        .onConflict((conflict) => conflict.columns(['source', 'operation', 'part']).doUpdateSet(kept))
        .execute()
    },

    async all(source) {
      const parts = await reads
        .selectFrom('left_out')
        .select(['operation', 'part', 'rows'])
        .where('source', '=', source)
        .orderBy('seen_at', 'desc')
        .limit(maxParts)
        .execute()
      return parts
        .flatMap(({ operation, part, rows }) =>
          Rows.parse(readJson(rows)).map((row) => Object.assign(row, { source, operation, part })),
        )
        .slice(0, maxRows)
    },

    async sweep(before) {
      await db.deleteFrom('left_out').where('seen_at', '<', before).execute()
    },
  }
}

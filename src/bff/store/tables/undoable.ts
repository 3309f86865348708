import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import type { ChangeCounts } from '../mapping-store.ts'
import type { Databases } from '../schema.ts'

const countedAtOnce = 2000

/** When the link that a row leaves was made: the first of its JSON. */
const madeAt = {
  sqlite: sql<number>`mapping_rows.after ->> '$[0].linkedAt'`,
  postgres: sql<number>`(mapping_rows.after::jsonb -> 0 ->> 'linkedAt')::bigint`,
}

/** By `links_staff_any_case`. */
const theirLinks = sql`select 1 from links where links.subject = 'staff'
  and lower(links.wecom_id) = lower(mapping_rows.userid) and links.source = mapping_rows.source`

/** How many rows of a batch are still what it left, some at a time: others are answered in between. */
export async function countUndoable(
  { reads, dialect }: Pick<Databases, 'reads' | 'dialect'>,
  batchId: string,
  { added, changed, removed }: ChangeCounts,
): Promise<number> {
  const isSame = sql<boolean>`case when ${madeAt[dialect]} is null then not exists (${theirLinks}) else exists (${theirLinks}
    and links.source_id = mapping_rows.to_id and links.linked_at = ${madeAt[dialect]}) end`
  let undoable = 0
  for (let from = 0; from < added + changed + removed; from += countedAtOnce) {
    const { rows } = await reads
      .selectFrom('mapping_rows')
      .select((select) => select.fn.countAll<number>().as('rows'))
      .where('batch_id', '=', batchId)
      .where('position', '>=', from)
      .where('position', '<', from + countedAtOnce)
      .where(isSame)
      .executeTakeFirstOrThrow()
    undoable += Number(rows)
    await turnOver()
  }
  return undoable
}

import { inTurns } from '../../concurrency/in-turns.ts'
import { createTurns } from '../../concurrency/turns.ts'
import { sql } from 'kysely'
import { skewMs } from '../../age.ts'
import { chunked, insertMany } from '../engine/bulk.ts'
import { readJson } from '../engine/json.ts'
import { isUnseen } from '../engine/unseen.ts'
import { requireLease } from './leases.ts'
import { saveMirror } from './mirrors.ts'
import type { Databases } from '../schema.ts'
import type { SopGroupRow, SopGroupStore } from '../mirror-stores.ts'

const columns = ['chat_id', 'sales_id', 'name', 'body', 'fetched_at'] as const
const replaced = columns.slice(1).map((column) => `${column} = excluded.${column}`)
// The open group may have been read since the mirror read this page. A row that is much newer than what has just come was
// written by a clock that was ahead.
const onConflict =
  `(chat_id) do update set ${replaced.join(', ')} where excluded.fetched_at >= sop_groups.fetched_at ` +
  `or sop_groups.fetched_at > excluded.fetched_at + ${skewMs}`

/** Groups that one statement reads: each may have hundreds of tasks, and nothing else runs meanwhile. */
const readAtOnce = 20

/** The column takes no null. */
const noOwner = ''

function newestById(rows: readonly SopGroupRow[]): SopGroupRow[] {
  const oldestFirst = [...rows].sort((a, b) => a.fetchedAt - b.fetchedAt)
  const newest = new Map(oldestFirst.map((row) => [row.chatId, row]))
  return [...newest.values()].sort((a, b) => (a.chatId < b.chatId ? -1 : 1))
}

const valuesOf = (row: SopGroupRow) => [
  row.chatId,
  row.salesId ?? noOwner,
  row.name,
  JSON.stringify(row.body),
  row.fetchedAt,
]

/** The mirrored groups with their SOPs. */
export function createSopGroupStore({ db, reads, dialect }: Databases): SopGroupStore {
  async function byChatIds(chatIds: readonly string[]): Promise<SopGroupRow[]> {
    const found: SopGroupRow[] = []
    const turn = createTurns()
    for (const some of chunked(chatIds, readAtOnce)) {
      const rows = await reads.selectFrom('sop_groups').selectAll().where('chat_id', 'in', some).execute()
      for (const { chat_id: chatId, sales_id: salesId, name, body, fetched_at: fetchedAt } of rows) {
        found.push({ chatId, salesId: salesId === noOwner ? null : salesId, name, body: readJson(body), fetchedAt })
        await turn()
      }
    }
    return found
  }

  return {
    put: (rows, state) =>
      db.transaction().execute(async (trx) => {
        const values = await inTurns(newestById(rows), (some) => some.map(valuesOf))
        await insertMany(trx, dialect, { table: 'sop_groups', columns, rows: values, onConflict })
        if (!state) return
        for (const some of chunked(rows.map(({ chatId }) => chatId)))
          await trx.updateTable('sop_groups').set({ seen_at: state.startedAt }).where('chat_id', 'in', some).execute()
        await saveMirror(trx, state)
      }),

    sweep: (unseen, holder) =>
      db.transaction().execute(async (trx) => {
        const result = await trx
          .deleteFrom('sop_groups')
          .where(isUnseen(sql`coalesce(seen_at, fetched_at)`, unseen))
          .executeTakeFirst()
        await requireLease(trx, holder)
        return Number(result.numDeletedRows)
      }),

    byChatIds,

    async ofOwners(limit) {
      const rows = await reads
        .selectFrom('sop_groups')
        .select((select) => select.fn.min('chat_id').as('chatId'))
        .where('sales_id', '<>', noOwner)
        .groupBy('sales_id')
        .limit(limit)
        .execute()
      return byChatIds(rows.map(({ chatId }) => chatId))
    },

    async owned({ after, limit }) {
      const rows = await reads
        .selectFrom('sop_groups')
        .select('chat_id')
        .where('sales_id', '<>', noOwner)
        .where('chat_id', '>', after)
        .orderBy('chat_id')
        .limit(limit)
        .execute()
      return byChatIds(rows.map(({ chat_id }) => chat_id))
    },
  }
}

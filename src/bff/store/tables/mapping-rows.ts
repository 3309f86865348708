import { setImmediate as turnOver } from 'node:timers/promises'
import { z } from 'zod'
import { StaffSourceId } from '#contract/admin-id'
import { inTurns } from '../../concurrency/in-turns.ts'
import { insertMany } from '../engine/bulk.ts'
import type { MappingChange, StaffLink } from '../mapping-store.ts'
import type { Database, Dialect, Tables, Writing } from '../schema.ts'

const Links = z.array(
  z.object({
    userid: z.string(),
    source: StaffSourceId,
    sourceId: z.string(),
    linkedBy: z.string(),
    linkedAt: z.number(),
  }),
)

/** A row of a plan or a batch, with the links that it replaces and those that it leaves. */
export interface MappingRow extends MappingChange {
  before: readonly StaffLink[]
  after: readonly StaffLink[]
}

const columns = [
  'batch_id',
  'position',
  'userid',
  'source',
  'from_id',
  'to_id',
  'was_shared',
  'is_shared',
  'before',
  'after',
] as const satisfies (keyof Tables['mapping_rows'])[]

const toRow = (row: Tables['mapping_rows']): MappingRow & { position: number } => ({
  position: row.position,
  userid: row.userid,
  source: StaffSourceId.parse(row.source),
  from: row.from_id,
  to: row.to_id,
  wasShared: row.was_shared === 1,
  isShared: row.is_shared === 1,
  before: Links.parse(JSON.parse(row.before)),
  after: Links.parse(JSON.parse(row.after)),
})

const toValues = (batchId: string, row: MappingRow, position: number) => [
  batchId,
  position,
  row.userid,
  row.source,
  row.from,
  row.to,
  Number(row.wasShared),
  Number(row.isShared),
  row.before,
  row.after,
]

export async function putRows(
  trx: Writing,
  dialect: Dialect,
  batchId: string,
  rows: readonly MappingRow[],
): Promise<void> {
  await insertMany(trx, dialect, {
    table: 'mapping_rows',
    columns,
    rows: await inTurns(rows, (some, from) => some.map((row, index) => toValues(batchId, row, from + index))),
    onConflict: '(batch_id, position) do update set after = excluded.after',
  })
}

const readAtOnce = 500

export const rowsQuery = (reads: Database, batchId: string, { limit, after }: { limit: number; after: number }) =>
  reads
    .selectFrom('mapping_rows')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)

export const rowsOf = async (...question: Parameters<typeof rowsQuery>) =>
  (await rowsQuery(...question).execute()).map(toRow)

/** All rows, some at a time: others are answered in between. */
export async function* rowsInTurns(reads: Database, batchId: string) {
  for (let after = -1; ;) {
    const rows = await rowsOf(reads, batchId, { limit: readAtOnce, after })
    if (rows.length > 0) yield rows
    if (rows.length < readAtOnce) return
    after = rows.at(-1)?.position ?? after
    await turnOver()
  }
}

/** Whether these are the same links; their maker's name changes when the maker leaves. */
export const isSame = (some: readonly StaffLink[], others: readonly StaffLink[]): boolean =>
  some.length === others.length &&
  some.every((link) =>
    others.some(
      ({ userid, sourceId, linkedAt }) =>
        link.userid === userid && link.sourceId === sourceId && link.linkedAt === linkedAt,
    ),
  )

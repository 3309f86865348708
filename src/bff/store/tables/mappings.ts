import { sql } from 'kysely'
import { z } from 'zod'
import { skewMs } from '../../age.ts'
import { useridKey } from '../../userid.ts'
import type { Databases, Tables, Writing } from '../schema.ts'
import type {
  Applying,
  ChangeCounts,
  MappingBatch,
  MappingChange,
  MappingPlan,
  MappingStore,
  Written,
} from '../mapping-store.ts'
import { putRows, rowsInTurns, rowsOf, type MappingRow } from './mapping-rows.ts'
import { countUndoable } from './undoable.ts'
import { clashing, lockLinks, leftSince, unchangedSince, writeLinks } from './write-mappings.ts'

const count = z.int().min(0)
const Counts = z.object({ added: count, changed: count, unchanged: count, removed: count })
const Kind = z.enum(['import', 'accept', 'rule', 'rows', 'undo'])

/** Rolls a transaction back. */
class Changed extends Error {}

const isPlan = sql<boolean>`expires_at is not null`
const isBatch = sql<boolean>`expires_at is null`

const toHead = ({ id, by, at, kind, title, counts }: Omit<MappingBatch, 'undoable' | 'undoneAt'>) => ({
  id,
  made_by: by,
  made_at: at,
  kind,
  title,
  counts: JSON.stringify(counts),
  typed: null,
  expires_at: null,
  undone_at: null,
})

const toBatch = (row: Tables['mapping_batches']): Omit<MappingBatch, 'undoable'> => ({
  id: row.id,
  by: row.made_by,
  at: row.made_at,
  kind: Kind.parse(row.kind),
  title: row.title,
  counts: Counts.parse(JSON.parse(row.counts)),
  undoneAt: row.undone_at,
})

async function allRows(trx: Writing, batchId: string): Promise<MappingRow[]> {
  const rows: MappingRow[] = []
  for await (const some of rowsInTurns(trx, batchId)) rows.push(...some)
  return rows
}

/** As it is when this person has written it. */
const written = (row: MappingRow, { linkedBy, at }: Applying): MappingRow => {
  const { userid, source, to } = row
  return { ...row, after: to === null ? [] : [{ userid, source, sourceId: to, linkedBy, linkedAt: at }] }
}

/** The same row the other way round. */
const back = (row: MappingRow): MappingRow => ({
  ...row,
  from: row.to,
  to: row.from,
  wasShared: row.isShared,
  isShared: row.wasShared,
  before: row.after,
  after: row.before,
})

const toChange = ({ userid, source, from, to, wasShared, isShared }: MappingRow): MappingChange => ({
  userid,
  source,
  from,
  to,
  wasShared,
  isShared,
})

function countsOf(rows: readonly MappingChange[]): ChangeCounts {
  const counts: ChangeCounts = { added: 0, changed: 0, unchanged: 0, removed: 0 }
  for (const { from, to } of rows) counts[from === null ? 'added' : to === null ? 'removed' : 'changed'] += 1
  return counts
}

/** Plans and batches of staff ids. */
export function createMappingStore({ db, reads, dialect }: Databases): MappingStore {
  async function forget(trx: Writing, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    await trx.deleteFrom('mapping_rows').where('batch_id', 'in', ids).execute()
    await trx.deleteFrom('mapping_batches').where('id', 'in', ids).execute()
  }

  /** A plan of this person that still holds. */
  const planOf = (from: typeof db, id: string, by: string, now: number) =>
    from
      .selectFrom('mapping_batches')
      .selectAll()
      .where('id', '=', id)
      .where(sql<string>`lower(made_by)`, '=', useridKey(by))
      .where('expires_at', '>', now)
      .where('made_at', '<=', now + skewMs)

  async function write(trx: Writing, id: string, applying: Applying): Promise<Written | null> {
    const { by, at } = applying
    await lockLinks(trx, dialect)
    const plan = await planOf(trx, id, by, at).executeTakeFirst()
    if (!plan) return null
    const rows = (await allRows(trx, id)).map((row) => written(row, applying))
    if ((await unchangedSince(trx, rows, 'before')).length < rows.length) throw new Changed()
    if ((await clashing({ db: trx, dialect }, rows, applying.ruled)).size > 0) throw new Changed()
    await writeLinks(trx, dialect, rows)
    await putRows(trx, dialect, id, rows)
    await trx.updateTable('mapping_batches').set({ made_at: at, expires_at: null }).where('id', '=', id).execute()
    return { batchId: id, written: rows.map(toChange) }
  }

  async function takeBack(trx: Writing, id: string, undoing: Parameters<MappingStore['undo']>[1]) {
    await lockLinks(trx, dialect)
    const batch = await trx
      .selectFrom('mapping_batches')
      .selectAll()
      .where('id', '=', id)
      .where(isBatch)
      .executeTakeFirst()
    if (!batch) return null
    if (batch.undone_at !== null) return 'undone'
    const all = await allRows(trx, id)
    const unchanged = (await unchangedSince(trx, all, 'after')).map(back)
    const left = await leftSince(trx, unchanged, batch.made_at)
    const own = unchanged.filter(
      ({ userid, source, to }) =>
        to === null || (!left.has(useridKey(userid)) && undoing.mayHave({ userid, source, sourceId: to })),
    )
    const clashes = await clashing({ db: trx, dialect }, own, undoing.ruled)
    const rows = own.filter((row) => !clashes.has(row))
    await writeLinks(trx, dialect, rows)
    const { by, at } = undoing
    const head = { id: undoing.id, by, at, kind: 'undo' as const, title: batch.title, counts: countsOf(rows) }
    await trx.insertInto('mapping_batches').values(toHead(head)).execute()
    await putRows(trx, dialect, undoing.id, rows)
    await trx.updateTable('mapping_batches').set({ undone_at: undoing.at }).where('id', '=', id).execute()
    return { batchId: undoing.id, written: rows.map(toChange), kept: all.length - rows.length }
  }

  async function withUndoable(row: Tables['mapping_batches']): Promise<MappingBatch> {
    const batch = toBatch(row)
    return {
      ...batch,
      undoable: row.undone_at === null ? await countUndoable({ reads, dialect }, row.id, batch.counts) : 0,
    }
  }

  return {
    plan: (plan: MappingPlan, changes, most) =>
      db.transaction().execute(async (trx) => {
        const rows = changes.map((change) => ({ ...change, after: [] }))
        const head = { ...toHead(plan), typed: plan.typed, expires_at: plan.expiresAt }
        await trx.insertInto('mapping_batches').values(head).execute()
        await putRows(trx, dialect, plan.id, rows)
        const own = trx.selectFrom('mapping_batches').select('id').where(isPlan)
        const older = await own
          .where(sql<string>`lower(made_by)`, '=', useridKey(plan.by))
          .orderBy('made_at', 'desc')
          .orderBy('id')
          .execute()
        const others = older.map(({ id }) => id).filter((id) => id !== plan.id)
        await forget(trx, others.slice(most - 1))
      }),

    async planned(id, by, now) {
      const plan = await planOf(reads, id, by, now).executeTakeFirst()
      return plan ? { kind: Kind.parse(plan.kind), typed: plan.typed } : null
    },

    async apply(id, applying) {
      try {
        return await db.transaction().execute((trx) => write(trx, id, applying))
      } catch (error) {
        if (error instanceof Changed) return 'changed'
        throw error
      }
    },

    async applied(id, by) {
      const batch = reads
        .selectFrom('mapping_batches')
        .where('id', '=', id)
        .where('kind', '<>', 'undo')
        .where(sql<string>`lower(made_by)`, '=', useridKey(by))
        .where(isBatch)
        .select((row) =>
          row
            .selectFrom('mapping_rows')
            .select((each) => each.fn.countAll<number>().as('count'))
            .whereRef('batch_id', '=', 'mapping_batches.id')
            .as('rows'),
        )
      const row = await batch.executeTakeFirst()
      return row ? Number(row.rows) : null
    },

    async batches({ limit, after }) {
      const query = reads.selectFrom('mapping_batches').selectAll().where(isBatch)
      const rest = after ? query.where(sql<boolean>`(made_at, id) < (${after.at}, ${after.id})`) : query
      const rows = await rest.orderBy('made_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
      const batches: MappingBatch[] = []
      for (const row of rows) batches.push(await withUndoable(row))
      return batches
    },

    async rows(id, question) {
      const batch = await reads
        .selectFrom('mapping_batches')
        .select('id')
        .where('id', '=', id)
        .where(isBatch)
        .executeTakeFirst()
      if (!batch) return null
      return rowsOf(reads, id, question)
    },

    undo: (id, undoing) => db.transaction().execute((trx) => takeBack(trx, id, undoing)),

    sweep: ({ now, before }) =>
      db.transaction().execute(async (trx) => {
        const gone = await trx
          .selectFrom('mapping_batches')
          .select('id')
          .where((row) =>
            row.or([
              row('expires_at', '<=', now),
              row('made_at', '>', now + skewMs),
              row.and([isBatch, row('made_at', '<', before)]),
            ]),
          )
          .execute()
        await forget(
          trx,
          gone.map(({ id }) => id),
        )
      }),
  }
}

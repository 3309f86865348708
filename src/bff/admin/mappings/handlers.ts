import { z } from 'zod'
import type { StaffSourceId } from '#contract/admin-id'
import type { Applied, Batch, Preview } from '#contract/admin-mapping'
import { inTurns } from '../../concurrency/in-turns.ts'
import { AppError } from '../../errors.ts'
import { commandLine, importer, knownUserid, makerOf } from '../../identity/link-maker.ts'
import type { MappingBatch, MappingChange } from '../../store/mapping-store.ts'
import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import type { AdminHandlers } from '../register.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { createBatches, type BatchDeps } from './batches.ts'
import { readKnown, type Known } from './known.ts'
import { kindOf, type Change } from './plan.ts'
import { readRequest } from './read-request.ts'

export interface MappingDeps extends BatchDeps {
  store: Pick<Store, 'links' | 'mappings' | 'people'>
}

type MappingHandlers = Pick<
  AdminHandlers,
  | 'POST /api/admin/mappings/preview'
  | 'POST /api/admin/mappings/apply'
  | 'GET /api/admin/batches'
  | 'GET /api/admin/batches/:id'
  | 'POST /api/admin/batches/:id/undo'
>

/** Where the next page begins. */
const Place = z.object({ at: z.number(), id: z.string() })
const Position = z.int()

/** Whose rows are mirrored by staff ids, so that they can be counted. */
const counted: StaffSourceId = 'waiqin'

/** By staff id of 勤策: how many open tasks. */
async function openTasks({ people }: Pick<Store, 'people'>, changes: readonly MappingChange[]) {
  const rows = changes.filter(({ source }) => source === counted)
  const tasks = await people.openTasks([...new Set(rows.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()))])
  const of = (id: string | null) => (id === null ? 0 : (tasks.get(id) ?? 0))
  return ({ source, from, to }: MappingChange) => (source === counted ? { appear: of(to), vanish: of(from) } : null)
}

const nameIn = ({ people }: Pick<Known, 'people'>, userid: string): string | null =>
  people.get(useridKey(userid))?.name ?? null

const toInstant = (time: number): string => new Date(time).toISOString()

function toBatch(batch: MappingBatch, known: Known): Batch {
  const { id, at, kind, title, counts, undoable, undoneAt } = batch
  const by = knownUserid(batch.by)
  return {
    id,
    at: toInstant(at),
    by,
    byName: by === null ? null : nameIn(known, by),
    via: batch.by === commandLine ? 'command' : 'page',
    kind,
    title,
    counts,
    undoable,
    undoneAt: undoneAt === null ? null : toInstant(undoneAt),
  }
}

const toBatchRow = ({ userid, source, from, to }: MappingChange, known: Known) => ({
  userid,
  name: nameIn(known, userid),
  source,
  from,
  to,
  kind: kindOf({ from, to }),
})

/** Changes of staff ids: seen first, then written as one batch, which can be taken back. */
export function createMappingHandlers(deps: MappingDeps): MappingHandlers {
  const { store, directory, clock } = deps
  const { mappings } = store
  const batches = createBatches(deps)

  /** What a preview wrote before: whoever asks again has not got the answer. */
  async function appliedBefore(batchId: string, userid: string): Promise<z.infer<typeof Applied>> {
    const written = await mappings.applied(batchId, userid)
    if (written === null) throw new AppError('preview_gone')
    return { batchId, written }
  }

  return {
    'POST /api/admin/mappings/preview': async ({ body, staff }): Promise<Preview> => {
      const known = await readKnown(directory)
      const asked = await readRequest(body, known)
      const planned = await batches.plan(asked, known)
      const { id: previewId, expiresAt } = await batches.keep(asked, planned, staff.userid)
      const { changes, counts, typed, conflicts, faults } = planned
      const tasksOf = await openTasks(store, changes)
      const toRow = (row: Change) => ({ ...toBatchRow(row, known), line: row.line, tasks: tasksOf(row) })
      const rows = await inTurns(changes, (some) => some.map(toRow))
      const named = <Row extends { userid: string | null }>(row: Row) => ({
        ...row,
        name: row.userid === null ? null : nameIn(known, row.userid),
      })
      return {
        previewId,
        expiresAt: toInstant(expiresAt),
        counts,
        rows,
        conflicts: await inTurns(conflicts, (some) => some.map(named)),
        faults: await inTurns(faults, (some) => some.map(named)),
        typed,
      }
    },

    'POST /api/admin/mappings/apply': async ({ body, staff: { userid }, log }) => {
      const plan = await mappings.planned(body.previewId, userid, clock())
      if (!plan) return appliedBefore(body.previewId, userid)
      if (plan.typed !== null && body.typed !== plan.typed) throw new AppError('number_needed')
      const linkedBy = plan.kind === 'import' ? importer : makerOf(userid)
      const applied = await batches.apply(body.previewId, { by: userid, log, linkedBy })
      if (!applied) return appliedBefore(body.previewId, userid)
      if (applied === 'changed') throw new AppError('changed_meanwhile')
      return { batchId: applied.batchId, written: applied.written.length }
    },

    'GET /api/admin/batches': async ({ query: { limit, cursor } }) => {
      const known = await readKnown(directory)
      const found = await mappings.batches({
        limit: limit + 1,
        after: readCursor(Place, cursor),
      })
      const items = found.slice(0, limit).map((batch) => toBatch(batch, known))
      const last = found[limit - 1]
      return { items, next: found.length > limit && last ? writeCursor({ at: last.at, id: last.id }) : null }
    },

    'GET /api/admin/batches/:id': async ({ params, query: { limit, cursor } }) => {
      const after = readCursor(Position, cursor) ?? -1
      const rows = await mappings.rows(params.id, { limit: limit + 1, after })
      if (!rows) throw new AppError('not_found')
      const known = await readKnown(directory)
      const items = rows.slice(0, limit).map((row) => toBatchRow(row, known))
      return { items, next: rows.length > limit ? writeCursor(rows[limit - 1]?.position) : null }
    },

    'POST /api/admin/batches/:id/undo': async ({ params, staff: { userid }, log }) => {
      const undone = await batches.undo(params.id, { by: userid, log })
      if (!undone) throw new AppError('not_found')
      if (undone === 'undone') throw new AppError('already_undone')
      const { batchId, written, kept } = undone
      return { batchId, undone: written.length, kept }
    },
  }
}

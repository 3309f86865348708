import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import type { Applied, Batch, Preview, StaffSourceId } from '#contract/admin'
import type { Clock } from '../../clock.ts'
import { inTurns } from '../../concurrency/in-turns.ts'
import { createTurns } from '../../concurrency/turns.ts'
import { AppError } from '../../errors.ts'
import { importer, knownUserid, makerOf } from '../../identity/link-maker.ts'
import type { MappingBatch, MappingChange, Undoing } from '../../store/mapping-store.ts'
import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import type { AdminHandlers } from '../register.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Directory } from '../people/directory.ts'
import { readKnown, type Known } from './known.ts'
import { kindOf, makePlan, type Change, type PlanDeps } from './plan.ts'
import { readRequest } from './read-request.ts'

export interface MappingDeps extends Pick<PlanDeps, 'columns'> {
  store: Pick<Store, 'links' | 'mappings' | 'people'>
  directory: Directory
  clock: Clock
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

const plannedMs = 600_000
/** Of one administrator. */
const mostPlans = 5

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

const toBatch = ({ id, at, by, kind, title, counts, undoable, undoneAt }: MappingBatch, known: Known): Batch => ({
  id,
  at: toInstant(at),
  by: knownUserid(by),
  byName: nameIn(known, by),
  kind,
  title,
  counts,
  undoable,
  undoneAt: undoneAt === null ? null : toInstant(undoneAt),
})

const toBatchRow = ({ userid, source, from, to }: MappingChange, known: Known) => ({
  userid,
  name: nameIn(known, userid),
  source,
  from,
  to,
  kind: kindOf({ from, to }),
})

interface Act {
  userid: string
  batch: string
}

/** A line of each row: who had which id, and has which one now. */
async function audit(log: FastifyBaseLogger, { userid, batch }: Act, written: readonly MappingChange[]): Promise<void> {
  const turn = createTurns()
  for (const { userid: of, source, from, to } of written) {
    const row = { audit: to === null ? 'link.delete' : 'link.put', batch, userid, of, source, from, to }
    log.info(row, to === null ? 'staff id taken away' : 'staff id given')
    await turn()
  }
}

/** Changes of staff ids: seen first, then written as one batch, which can be taken back. */
export function createMappingHandlers(deps: MappingDeps): MappingHandlers {
  const { store, directory, clock, columns } = deps
  const { mappings, links } = store

  /** What rules give now, of whatever system, and who may be given anything. */
  async function stateNow(): Promise<Pick<Undoing, 'ruled' | 'mayHave'>> {
    const { ruled, people, isDisabled } = await readKnown(directory, { isAnew: true })
    return {
      ruled: columns.flatMap(ruled),
      mayHave: ({ userid, source, sourceId }) =>
        people.get(useridKey(userid))?.isLeft !== true && !isDisabled(source, sourceId),
    }
  }

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
      const kept = await links.staffLinks([...new Set(asked.wanted.map(({ source }) => source))])
      const { changes, counts, typed, conflicts, faults } = await makePlan(asked, { links: kept, known, columns })
      const { kind, title } = asked
      const at = clock()
      const plan = { id: randomUUID(), by: staff.userid, at, kind, title, counts, typed, expiresAt: at + plannedMs }
      await mappings.plan(plan, changes, mostPlans)
      const tasksOf = await openTasks(store, changes)
      const toRow = (row: Change) => ({ ...toBatchRow(row, known), line: row.line, tasks: tasksOf(row) })
      const rows = await inTurns(changes, (some) => some.map(toRow))
      return {
        previewId: plan.id,
        expiresAt: toInstant(plan.expiresAt),
        counts,
        rows,
        conflicts: [...conflicts],
        faults: [...faults],
        typed,
      }
    },

    'POST /api/admin/mappings/apply': async ({ body, staff: { userid }, log }) => {
      const at = clock()
      const plan = await mappings.planned(body.previewId, userid, at)
      if (!plan) return appliedBefore(body.previewId, userid)
      if (plan.typed !== null && body.typed !== plan.typed) throw new AppError('number_needed')
      const linkedBy = plan.kind === 'import' ? importer : makerOf(userid)
      const { ruled } = await stateNow()
      const applied = await mappings.apply(body.previewId, { by: userid, at, linkedBy, ruled })
      if (!applied) return appliedBefore(body.previewId, userid)
      if (applied === 'changed') throw new AppError('changed_meanwhile')
      const { batchId, written } = applied
      await audit(log, { userid, batch: batchId }, written)
      return { batchId, written: written.length }
    },

    'GET /api/admin/batches': async ({ query: { limit, cursor } }) => {
      const known = await readKnown(directory)
      const batches = await mappings.batches({
        limit: limit + 1,
        after: readCursor(Place, cursor),
      })
      const items = batches.slice(0, limit).map((batch) => toBatch(batch, known))
      const last = batches[limit - 1]
      return { items, next: batches.length > limit && last ? writeCursor({ at: last.at, id: last.id }) : null }
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
      const undone = await mappings.undo(params.id, {
        id: randomUUID(),
        by: userid,
        at: clock(),
        ...(await stateNow()),
      })
      if (!undone) throw new AppError('not_found')
      if (undone === 'undone') throw new AppError('already_undone')
      const { batchId, written, kept } = undone
      await audit(log, { userid, batch: batchId }, written)
      return { batchId, undone: written.length, kept }
    },
  }
}

import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../../clock.ts'
import { createTurns } from '../../concurrency/turns.ts'
import type { Applying, MappingChange, MappingPlan, Undoing } from '../../store/mapping-store.ts'
import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import type { Directory } from '../people/directory.ts'
import { readKnown, type Known } from './known.ts'
import { makePlan, type Planned, type PlanDeps } from './plan.ts'
import type { Request } from './read-request.ts'
import type { Asked } from './wanted.ts'

export interface BatchDeps extends Pick<PlanDeps, 'columns'> {
  store: Pick<Store, 'links' | 'mappings'>
  directory: Directory
  clock: Clock
}

/** Who writes, and where that is noted. */
interface Act {
  by: string
  log: Pick<FastifyBaseLogger, 'info'>
}

const plannedMs = 600_000
/** Of one person. */
const mostPlans = 5

/** A line of each row: who had which id, and has which one now. */
async function audit(batch: string, written: readonly MappingChange[], { by: userid, log }: Act): Promise<void> {
  const turn = createTurns()
  for (const { userid: of, source, from, to } of written) {
    const row = { audit: to === null ? 'link.delete' : 'link.put', batch, userid, of, source, from, to }
    log.info(row, to === null ? 'staff id taken away' : 'staff id given')
    await turn()
  }
}

/** Plans changes of staff ids, writes each plan as one batch, and takes batches back: for the page and the command alike. */
export function createBatches({ store: { links, mappings }, directory, columns, clock }: BatchDeps) {
  /** What rules give by now, of whatever system, and who may be given anything. */
  async function stateNow(): Promise<Pick<Undoing, 'ruled' | 'mayHave'>> {
    const { ruled, people, isDisabled } = await readKnown(directory, { isAnew: true })
    return {
      ruled: columns.flatMap(ruled),
      mayHave: ({ userid, source, sourceId }) =>
        people.get(useridKey(userid))?.isLeft !== true && !isDisabled(source, sourceId),
    }
  }

  return {
    /** What would change. Nothing is kept of it. */
    async plan(asked: Asked, known: Known): Promise<Planned> {
      const kept = await links.staffLinks([...new Set(asked.wanted.map(({ source }) => source))])
      return makePlan(asked, { links: kept, known, columns })
    },

    /** Keeps a plan for ten minutes, so that what is written is what was seen. */
    async keep({ kind, title }: Pick<Request, 'kind' | 'title'>, planned: Planned, by: string): Promise<MappingPlan> {
      const { changes, counts, typed } = planned
      const at = clock()
      const plan = { id: randomUUID(), by, at, kind, title, counts, typed, expiresAt: at + plannedMs }
      await mappings.plan(plan, changes, mostPlans)
      return plan
    },

    /** Writes a plan that was kept. `linkedBy`: as whose the links are kept. */
    async apply(id: string, act: Act & Pick<Applying, 'linkedBy'>) {
      const { by, linkedBy } = act
      const { ruled } = await stateNow()
      const applied = await mappings.apply(id, { by, at: clock(), linkedBy, ruled })
      if (applied && applied !== 'changed') await audit(applied.batchId, applied.written, act)
      return applied
    },

    /** Takes a batch back, but for what was changed since. */
    async undo(id: string, act: Act) {
      const undone = await mappings.undo(id, { id: randomUUID(), by: act.by, at: clock(), ...(await stateNow()) })
      if (undone && undone !== 'undone') await audit(undone.batchId, undone.written, act)
      return undone
    },
  }
}

export type Batches = ReturnType<typeof createBatches>

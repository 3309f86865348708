import type { FieldTask } from '#contract/work'
import type { FieldTaskRow, Store } from '../../store/store.ts'
import type { MirrorPlan, Wake } from '../mirror-plan.ts'
import { mirrorProblem } from '../mirror-state.ts'
import type { Linkable, Question, Reading, Source, StaffRule } from '../source.ts'
import { statusesOf } from '../tally.ts'
import { candidatesOf } from './candidates.ts'
import type { ClientDeps } from './client.ts'
import { createNames, toFieldTask } from './complete.ts'
import { TaskBody } from './map.ts'
import { createMirrors, tasksMirror } from './mirrors.ts'

export interface WaiqinDeps extends ClientDeps {
  store: Store
  wake: Wake
}

export type Waiqin = Source<FieldTask> & Linkable & StaffRule & { mirrors: MirrorPlan[] }

const refreshMs = 10_000
const refreshWaitMs = 2_000
const nothing = { items: [], counts: { open: 0, overdue: 0, done: 0 } }
const kept: readonly string[] = ['open', 'submitted', 'done', 'unknown'] satisfies FieldTaskRow['status'][]
const isKept = (status: string): status is FieldTaskRow['status'] => kept.includes(status)

/** Whose rows: of these customers, or of this person; null for nobody's, which is never everybody's. */
function scopeOf({ subjects, staffId, mine }: Question) {
  if (subjects?.length === 0) return null
  if (staffId === null && (subjects === null || mine)) return null
  return { customerIds: subjects, staffId: subjects === null || mine ? staffId : null }
}

/** 勤策 field tasks, answered from the mirror alone: opening a sidebar costs the vendor nothing. */
export function createWaiqin(deps: WaiqinDeps): Waiqin {
  const { store, clock, wake } = deps
  const namesOf = createNames(deps)

  async function rowsOf(question: Question): Promise<Pick<Reading<FieldTask>, 'items' | 'counts'>> {
    const scope = scopeOf(question)
    if (!scope) return nothing
    const statuses = statusesOf(question.status)?.filter(isKept) ?? null
    const now = clock()
    const [rows, counts] = await Promise.all([
      statuses?.length === 0 ? [] : store.fieldTasks.list({ ...scope, statuses }),
      store.fieldTasks.count(scope, now),
    ])
    const bodies = rows.map(({ body }) => TaskBody.parse(body))
    const names = await namesOf(bodies.map(({ customer }) => customer.id))
    return { items: bodies.map((body) => toFieldTask(body, names, { staffId: question.staffId, now })), counts }
  }

  async function read(question: Question, signal: AbortSignal): Promise<Reading<FieldTask>> {
    if (question.refresh) {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(refreshWaitMs)])
      await wake(tasksMirror, { ifOlderThanMs: refreshMs, signal: bounded })
    }
    const [rows, state] = await Promise.all([rowsOf(question), store.mirrors.get(tasksMirror)])
    const problem = mirrorProblem('waiqin', state)
    // Not one page was ever kept: there is nothing that could be called last known.
    if (problem && state.completedAt === null && state.lastError !== null && state.checkpoint === null) throw problem
    return { ...rows, asOf: state.completedAt, problem }
  }

  return {
    id: 'waiqin',
    read,
    mirrors: createMirrors(deps),
    candidates: (question) => candidatesOf(store, question),
    async nameOf(sourceId) {
      const [row] = await store.fieldCustomers.byIds([sourceId])
      return row?.name ?? null
    },
    staffIdOf: (userid) => store.fieldTasks.staffIdBySourceCode(userid),
  }
}

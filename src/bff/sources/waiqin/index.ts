import { z } from 'zod'
import type { FieldTask } from '#contract/work'
import type { FieldTaskRow } from '../../store/mirrored.ts'
import type { Store } from '../../store/store.ts'
import type { MirrorPlan, Wake } from '../mirror-plan.ts'
import { mirrorProblem } from '../mirror-state.ts'
import type { Linkable, Question, Reading, Source, StaffRule } from '../source.ts'
import { isWanted, statusesOf, tally } from '../tally.ts'
import { candidatesOf } from './candidates.ts'
import type { ClientDeps } from './client.ts'
import { createNames, toFieldTask } from './complete.ts'
import type { TaskBody } from './map.ts'
import { createMirrors, tasksMirror } from './mirrors.ts'
import { createProbe, type WaiqinProbe } from './probe.ts'

export interface WaiqinDeps extends ClientDeps {
  store: Store
  wake: Wake
}

export type Waiqin = Source<FieldTask> & Linkable & StaffRule & { mirrors: MirrorPlan[]; probe: WaiqinProbe }

type Scope = NonNullable<ReturnType<typeof scopeOf>>
type Statuses = readonly FieldTaskRow['status'][] | null

const refreshMs = 10_000
const refreshWaitMs = 2_000
const nothing = { items: [], counts: { open: 0, overdue: 0, done: 0 } }
/** As `toTaskRow` wrote it: what is sent is checked against the contract in any case, and a person may have thousands. */
const KeptBody = z.custom<TaskBody>()
const kept: readonly string[] = ['open', 'submitted', 'done', 'unknown'] satisfies FieldTaskRow['status'][]
const isKept = (status: string): status is FieldTaskRow['status'] => kept.includes(status)

/** Whose rows: of these customers, or else of this person; null for nobody's, which is never everybody's. */
function scopeOf({ subjects, staffId }: Question) {
  if (subjects !== null) return subjects.length === 0 ? null : { customerIds: subjects, staffId: null }
  return staffId === null ? null : { customerIds: null, staffId }
}

/** 勤策 field tasks, answered from the mirror alone: opening a sidebar costs the vendor nothing. */
export function createWaiqin(deps: WaiqinDeps): Waiqin {
  const { store, clock, wake } = deps
  const namesOf = createNames(deps)

  async function tasksOf(scope: Scope, statuses: Statuses, staffId: string | null): Promise<FieldTask[]> {
    const rows = statuses?.length === 0 ? [] : await store.fieldTasks.list({ ...scope, statuses })
    const bodies = rows.map(({ body }) => KeptBody.parse(body))
    const names = await namesOf(bodies.map(({ customer }) => customer.id))
    const reader = { staffId, now: clock() }
    return bodies.map((body) => toFieldTask(body, names, reader))
  }

  async function rowsOf(question: Question): Promise<Pick<Reading<FieldTask>, 'items' | 'counts'>> {
    const { subjects, staffId, status, mine } = question
    const scope = scopeOf(question)
    if (!scope) return nothing
    if (mine && subjects !== null) {
      // The database counts a customer's tasks, not those of them that are mine.
      const all = (await tasksOf(scope, null, staffId)).filter((task) => task.mine)
      return { items: all.filter((task) => isWanted(task.status, status)), counts: tally(all) }
    }
    const statuses = statusesOf(status)?.filter(isKept) ?? null
    const [items, counts] = await Promise.all([
      tasksOf(scope, statuses, staffId),
      store.fieldTasks.count(scope, clock()),
    ])
    return { items, counts }
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
    return { ...rows, asOf: state.completedAt, problem, isStored: true }
  }

  return {
    id: 'waiqin',
    read,
    mirrors: createMirrors(deps),
    probe: createProbe(deps),
    candidates: (question) => candidatesOf(store, question),
    async nameOf(sourceId) {
      const [row] = await store.fieldCustomers.byIds([sourceId])
      return row?.name ?? null
    },
    staffIdOf: (userid) => store.fieldTasks.staffIdBySourceCode(userid),
  }
}

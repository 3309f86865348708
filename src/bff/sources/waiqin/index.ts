import { randomUUID } from 'node:crypto'
import type { FieldTask } from '#contract/field-task'
import { lateMs } from '../../age.ts'
import { inTurns } from '../../concurrency/in-turns.ts'
import { AppError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { readKept } from '../../mirror/mapper.ts'
import type { MirrorPlan, Wake } from '../../mirror/plan.ts'
import { createLeftOut } from '../left-out.ts'
import { mirrorProblem } from '../mirror-problem.ts'
import type { SourceDefinition } from '../definition.ts'
import { refreshMirror } from '../refresh-mirror.ts'
import type { Linkable, LinkedSource, SourceQuery, SourceAnswer, SourcePeople, StaffRule } from '../source.ts'
import { candidatesOf } from './candidates.ts'
import { itemIdOf, taskIdOf, type TaskBody } from './map.ts'
import { waiqinChecks } from './checks.ts'
import { createSeal, type Seal } from '../../secrets/seal.ts'
import { createClient, type ClientDeps } from './client.ts'
import { waiqinSettings, type WaiqinConfig } from './config.ts'
import { createStaffRule } from './staff-rule.ts'
import { createPeople } from './people.ts'
import { createFieldNames } from './field-names.ts'
import { createMirrors, tasksIntervalMs, tasksMirror, waiqinMappers, type WaiqinMappers } from './mirrors.ts'
import { createProbe, type WaiqinProbe } from './probe.ts'
import { createRows, type TaskKey } from './rows.ts'
import { createStaffFacts, type StaffFacts } from './staff-facts.ts'
import { toFieldTask } from './to-field-task.ts'

export interface WaiqinDeps extends ClientDeps {
  config: WaiqinConfig
  store: Store
  /** Without one, what is sealed opens in this process alone: nothing is ever kept in plain. */
  seal?: Seal
  wake: Wake
  longestIntervalMs?: number
  mappers?: WaiqinMappers
}

export type Waiqin = LinkedSource<FieldTask, TaskKey> &
  Linkable &
  Partial<StaffRule> & { mirrors: MirrorPlan[]; probe: WaiqinProbe; staff: StaffFacts; people: SourcePeople }

const refreshWaitMs = 2_000

/** The vendor tells far fewer tasks than before: until it has said so twice, those from before are shown. */
const unbelieved = () => new AppError('mirror_late', { source: 'waiqin' })

/** 勤策 field tasks, read from the mirror only: opening a sidebar causes no call to the vendor. */
export function createWaiqin(deps: WaiqinDeps): Waiqin {
  const { store, clock, wake, config, mappers = waiqinMappers, longestIntervalMs = Infinity } = deps
  const seal = deps.seal ?? createSeal([randomUUID()])
  const leftOut = createLeftOut('waiqin', { leftOut: store.leftOut, clock })
  const rows = createRows({ ...deps, leftOut })
  const namesOf = createFieldNames({ store, clock, mapper: mappers.types })

  /** Of tasks with more people than their bodies name: which of them name this one. */
  async function namedOf(bodies: readonly TaskBody[], staffId: string | null): Promise<ReadonlySet<string>> {
    const cut = staffId === null ? [] : bodies.filter(({ totals }) => totals?.['receivers'] !== undefined)
    if (cut.length === 0) return new Set()
    const taskIds = cut.map(({ id }) => taskIdOf(id))
    const named = await store.fieldTasks.bodies({ customerIds: null, staffId }, taskIds)
    return new Set(Array.from(named.keys(), itemIdOf))
  }

  async function itemsOf(keys: readonly TaskKey[], question: SourceQuery): Promise<FieldTask[]> {
    const found = await rows.bodies(keys)
    const kept = keys.flatMap(({ taskId }) => found.get(taskId) ?? [])
    const bodies = await inTurns(kept, (some) => some.map((body) => readKept(mappers.tasks.body, body)))
    const [names, named] = await Promise.all([
      namesOf(bodies.map(({ customer }) => customer.id)),
      namedOf(bodies, question.staffId),
    ])
    const now = clock()
    return bodies.map((body) =>
      toFieldTask(body, names, {
        staffId: question.staffId,
        isNamed: named.has(body.id),
        now,
        itemUrl: config.itemUrl,
      }),
    )
  }

  async function read(question: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<TaskKey>> {
    if (question.refresh) await refreshMirror({ wake, name: tasksMirror, waitMs: refreshWaitMs, signal })
    const [found, { state, isDoubtful }] = await Promise.all([
      rows.keys(question),
      store.fieldTaskWindows.standing(tasksMirror),
    ])
    const problem = mirrorProblem('waiqin', state, mappers.tasks.version) ?? (isDoubtful ? unbelieved() : null)
    return { ...found, asOf: state.completedAt, lateMs: lateMs(tasksIntervalMs(longestIntervalMs)), problem }
  }

  return {
    id: 'waiqin',
    read,
    itemsOf,
    subjectsOf: (staffId) => store.fieldTasks.customerIdsOf(staffId, clock()),
    mirrors: createMirrors({ ...deps, seal, leftOut, mappers, longestIntervalMs }),
    probe: createProbe(deps),
    candidates: (question) => candidatesOf({ store, seal, clock, mapper: mappers.customers }, question),
    async nameOf(sourceId) {
      const [row] = await store.fieldCustomers.byIds([sourceId])
      return row?.name ?? null
    },
    staff: createStaffFacts(deps),
    people: createPeople({ client: createClient(deps), store }),
    ...(config.isSourceCodeUserid && createStaffRule(store)),
  }
}

export const waiqin: SourceDefinition<WaiqinConfig, Waiqin> = {
  system: '勤策',
  settings: waiqinSettings,
  mirrors: { 'waiqin-tasks': '外勤任务', 'waiqin-types': '任务类型', 'waiqin-customers': '客户' },
  open: createWaiqin,
  checks: waiqinChecks,
  addressOf: () => 'WAIQIN_API_URL',
}

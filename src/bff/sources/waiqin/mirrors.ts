import type { Seal } from '../../secrets/seal.ts'
import type { Store } from '../../store/store.ts'
import type { MirrorPlan, Wake } from '../../mirror/plan.ts'
import type { LeftOut } from '../left-out.ts'
import { createClient, type ClientDeps } from './client.ts'
import { taskMapper, typeMapper } from './map.ts'
import { customerMapper } from './map-customer.ts'
import { createCustomerPass } from './mirror-customers.ts'
import { createTaskPass } from './mirror-tasks.ts'
import { createTypePass } from './mirror-types.ts'

const minuteMs = 60_000

/** The mapper of each mirror. */
export const waiqinMappers = { tasks: taskMapper, types: typeMapper, customers: customerMapper }
export type WaiqinMappers = typeof waiqinMappers

export const tasksMirror = 'waiqin-tasks'
const typesMirror = 'waiqin-types'
export const tasksIntervalMs = (longestIntervalMs: number): number => Math.min(minuteMs, longestIntervalMs)

interface Deps extends ClientDeps {
  store: Pick<Store, 'fieldTasks' | 'fieldTaskWindows' | 'fieldCustomers'>
  seal: Seal
  leftOut: LeftOut
  wake: Wake
  mappers: WaiqinMappers
  /** `MIRROR_INTERVAL_MS`, infinite where it is not set. Where it is, the newest tasks are read again in every pass. */
  longestIntervalMs: number
}

/** Remembers which types tasks refer to, and wakes the mirror of types for one that was never requested. */
function createTypeWatch(wake: Wake) {
  const seen = new Set<string>()
  const asked = new Set<string>()
  return {
    seen,
    onTypes: (ids: readonly string[]) => ids.forEach((id) => seen.add(id)),
    onAsked: (ids: readonly string[]) => ids.forEach((id) => asked.add(id)),
    onComplete() {
      const isNew = [...seen].some((id) => !asked.has(id))
      if (isNew) void wake(typesMirror, { ifOlderThanMs: 0, signal: AbortSignal.timeout(minuteMs) })
    },
  }
}

/** Which of 勤策's data are mirrored, and how often. */
export function createMirrors({ store, seal, leftOut, wake, mappers, longestIntervalMs, ...deps }: Deps): MirrorPlan[] {
  const { fieldTasks, fieldTaskWindows, fieldCustomers } = store
  const client = createClient(deps)
  const { seen, onTypes, onAsked, onComplete } = createTypeWatch(wake)
  const { tasks, types, customers } = mappers
  const { clock, config } = deps
  const { since } = config
  return [
    {
      name: tasksMirror,
      version: tasks.version,
      intervalMs: tasksIntervalMs(longestIntervalMs),
      run: createTaskPass({
        client,
        fieldTasks,
        fieldTaskWindows,
        leftOut,
        clock,
        since,
        isHurried: Number.isFinite(longestIntervalMs),
        mapper: tasks,
        onTypes,
        onComplete,
      }),
    },
    {
      name: typesMirror,
      version: types.version,
      intervalMs: Math.min(10 * minuteMs, longestIntervalMs),
      run: createTypePass({ client, fieldTasks, mapper: types, leftOut, seen, onAsked }),
    },
    {
      name: 'waiqin-customers',
      version: customers.version,
      intervalMs: Math.min(30 * minuteMs, longestIntervalMs),
      run: createCustomerPass({ client, fieldCustomers, mapper: customers, seal, leftOut }),
    },
  ]
}

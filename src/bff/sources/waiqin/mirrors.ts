import type { Store } from '../../store/store.ts'
import type { MirrorPlan } from '../mirror-plan.ts'
import { createClient, type ClientDeps } from './client.ts'
import { createCustomerPass } from './mirror-customers.ts'
import { createTaskPass } from './mirror-tasks.ts'
import { createTypePass } from './mirror-types.ts'

const minuteMs = 60_000

export const tasksMirror = 'waiqin-tasks'

/** What of 勤策 is mirrored, and how often. */
export function createMirrors(
  deps: ClientDeps & { store: Pick<Store, 'fieldTasks' | 'fieldCustomers'> },
): MirrorPlan[] {
  const { fieldTasks, fieldCustomers } = deps.store
  const { since } = deps.config
  const client = createClient(deps)
  const seen = new Set<string>()
  const onTypes = (typeIds: readonly string[]) => typeIds.forEach((id) => seen.add(id))
  return [
    { name: tasksMirror, intervalMs: minuteMs, run: createTaskPass({ client, fieldTasks, since, onTypes }) },
    { name: 'waiqin-types', intervalMs: 10 * minuteMs, run: createTypePass({ client, fieldTasks, seen }) },
    { name: 'waiqin-customers', intervalMs: 30 * minuteMs, run: createCustomerPass({ client, fieldCustomers }) },
  ]
}

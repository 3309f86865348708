import type { Clock } from '../../clock.ts'
import type { FieldTaskScope } from '../../store/mirror-stores.ts'
import type { Store } from '../../store/store.ts'
import type { SourceQuery } from '../source.ts'
import type { WaiqinConfig } from './config.ts'

export interface SightDeps {
  store: Pick<Store, 'fieldTasks' | 'fieldCustomers'>
  clock: Clock
  config: Pick<WaiqinConfig, 'visibility'>
}

/** What a reader sees. */
export interface Sight {
  /** Whose tasks are shown; they have none in common. */
  scopes: FieldTaskScope[]
  /** Customers of which only the reader's own tasks are shown. */
  ownOnly: readonly string[]
}

type Asked = Pick<SourceQuery, 'subjects' | 'confirmed' | 'staffId' | 'mine'>

/**
 * Says whose tasks a reader may see, from what is known now. A link that an administrator confirmed shows the customer's
 * tasks to every follower. What a salesperson's link claims opens them only to who has a right of his own: he manages the
 * customer, or has a task there that is open or was modified within 90 days.
 */
export function createSights({ store, clock, config }: SightDeps) {
  const { fieldTasks, fieldCustomers } = store

  async function withRight(staffId: string, customerIds: readonly string[]): Promise<Set<string>> {
    const managed = await fieldCustomers.managedAmong(staffId, customerIds)
    const rest = customerIds.filter((id) => !managed.includes(id))
    return new Set([...managed, ...(await fieldTasks.customerIdsOf(staffId, clock(), rest))])
  }

  return async ({ subjects, confirmed = [], staffId, mine }: Asked): Promise<Sight> => {
    if (mine || subjects === null)
      return { scopes: staffId === null ? [] : [{ customerIds: subjects, staffId }], ownOnly: [] }
    const isOpen = (id: string) => config.visibility === 'followers' || confirmed.includes(id)
    const claimed = subjects.filter((id) => !isOpen(id))
    const opened = staffId === null ? new Set<string>() : await withRight(staffId, claimed)
    const ownOnly = claimed.filter((id) => !opened.has(id))
    const whole = subjects.filter((id) => isOpen(id) || opened.has(id))
    const scopes: FieldTaskScope[] = whole.length > 0 ? [{ customerIds: whole, staffId: null }] : []
    // Never with a staff id of null: that would be everybody's tasks.
    if (staffId !== null && ownOnly.length > 0) scopes.push({ customerIds: ownOnly, staffId })
    return { scopes, ownOnly }
  }
}

import type { StaffSourceId } from '#contract/admin-id'
import type { Clock } from '../../clock.ts'
import type { Store } from '../../store/store.ts'
import { createLately } from '../lately.ts'
import { sourceOf, type AnySources } from './staff-sources.ts'

interface Deps {
  store: Pick<Store, 'people'>
  sources: AnySources
  columns: readonly StaffSourceId[]
  clock: Clock
}

/** Some people's open rows, by their ids; those with none are left out. Null where rows of this source are not kept. */
export type CountRows = (source: StaffSourceId, ids: readonly string[]) => Promise<ReadonlyMap<string, number> | null>

/** As often as a mirror reads what is counted. */
const maxAgeMs = 300_000
const patienceMs = 200

/** Only 勤策's tasks are mirrored for each person: what else is counted comes to nobody's board by their id. */
export const countsTasks = (source: StaffSourceId): boolean => source === 'waiqin'

/** Counts what is in the hands of people at the vendors. */
export function createCountRows({ store, sources, columns, clock }: Deps): CountRows {
  const all = new Map(
    columns.flatMap((id) => {
      const openRows = sourceOf(sources, id)?.people?.openRows
      return openRows ? [[id, createLately(openRows, { clock, maxAgeMs, patienceMs })] as const] : []
    }),
  )
  return async (source, ids) =>
    countsTasks(source) ? store.people.openTasks(ids) : ((await all.get(source)?.()) ?? null)
}

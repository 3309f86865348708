import type { Clock } from '../../clock.ts'
import type { SopGroupRow } from '../../store/mirror-stores.ts'
import type { SourceLog } from '../read-page.ts'
import type { groupMapper } from './map.ts'
import type { WireGroup } from './wire.ts'

interface Deps {
  mapper: typeof groupMapper
  clock: Clock
  log: SourceLog
}

/** Rows of one answer; tasks that cannot be read are counted and logged. */
export function toRows(groups: readonly WireGroup[], { mapper, clock, log }: Deps): SopGroupRow[] {
  const faults: string[] = []
  const fetchedAt = clock()
  const rows = groups.map((group) => mapper.toRow(group, fetchedAt, (detail) => faults.push(detail)))
  const [detail] = faults
  if (detail !== undefined) {
    log.warn({ source: 'tanma', operation: 'getGroupList', skipped: faults.length, detail }, 'tasks left out')
  }
  return rows
}

import type { SopGroupRow } from '../../store/mirror-stores.ts'
import type { SourceLog } from '../read-page.ts'
import { toGroupRow } from './map.ts'
import type { WireGroup } from './wire.ts'

/** Rows of one answer; tasks that cannot be read are counted and logged. */
export function toRows(groups: readonly WireGroup[], fetchedAt: number, log: SourceLog): SopGroupRow[] {
  const faults: string[] = []
  const rows = groups.map((group) => toGroupRow(group, fetchedAt, (detail) => faults.push(detail)))
  const [detail] = faults
  if (detail !== undefined) {
    log.warn({ source: 'tanma', operation: 'getGroupList', skipped: faults.length, detail }, 'tasks left out')
  }
  return rows
}

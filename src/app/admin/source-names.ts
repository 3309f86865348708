import type { StaffSourceId } from '#contract/admin'
import type { SourceId } from '#contract/source'
import { systems } from '../work/systems.ts'

/** Systems whose ids an administrator maps, in the order of the columns. */
const staffSources: readonly StaffSourceId[] = ['youmi', 'waiqin', 'tanma', 'qikeliao']

/** The system that this is the id of; null for any other text. */
export const toStaffSource = (text: string | null): StaffSourceId | null =>
  staffSources.find((id) => id === text) ?? null

/** What people call a system, those included that bring no work. */
export const nameOfSource = (source: StaffSourceId | SourceId | 'wecom'): string =>
  source === 'qikeliao' ? '企客聊' : systems[source]

/** What a line of a file names as the system: as people call it where there is such a one, else as it is written. */
export function sourceWords(text: string | null): string {
  const source = toStaffSource(text)
  return source ? nameOfSource(source) : (text ?? '')
}

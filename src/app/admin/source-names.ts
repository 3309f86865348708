import type { StaffSourceId } from '#contract/admin-id'
import type { SourceId } from '#contract/source'
import { systems } from '../work/systems.ts'

/** Systems whose ids an administrator maps, in the order of the columns. */
const staffSources: readonly StaffSourceId[] = ['youmi', 'waiqin', 'tanma', 'qikeliao']

/** The system that this is the id of; null for any other text. */
export const toStaffSource = (text: string | null): StaffSourceId | null =>
  staffSources.find((id) => id === text) ?? null

/** A system's name as people say it. 企客聊 brings no work, so it is not among `systems`. */
export const nameOfSource = (source: StaffSourceId | SourceId | 'wecom'): string =>
  source === 'qikeliao' ? '企客聊' : systems[source]

/** The system that a line of a file names; where there is none of that name, what is written there. */
export function sourceWords(text: string | null): string {
  const source = toStaffSource(text)
  return source ? nameOfSource(source) : (text ?? '')
}

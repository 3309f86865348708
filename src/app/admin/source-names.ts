import type { StaffSourceId } from '#contract/admin'
import type { SourceId } from '#contract/source'
import { systems } from '../work/systems.ts'

/** What people call a system, those included that bring no work. */
export const nameOfSource = (source: StaffSourceId | SourceId | 'wecom'): string =>
  source === 'qikeliao' ? '企客聊' : systems[source]

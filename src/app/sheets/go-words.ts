import type { SourceId } from '#contract/source'
import { systems } from '../work/systems.ts'

const verbs: Partial<Record<SourceId, string>> = { youmi: '完成', waiqin: '反馈', tanma: '发送' }

/** What the button says that leads to the system in which an item is finished. */
export const goWord = (source: SourceId): string => `去${systems[source]}${verbs[source] ?? '处理'}`

import type { SourceId } from '#contract/source'
import type { Subject } from '../subject/subject.ts'

export type Feature = 'todos' | 'field-tasks' | 'group-sops'

interface Words {
  source: SourceId
  /** On the chip. */
  chip: string
  /** On a row. */
  row: string
  /** How the salesperson calls the system itself. */
  system: string
}

/** In the order of the chips. */
export const features: Record<Feature, Words> = {
  todos: { source: 'youmi', chip: '待办', row: '待办', system: '友米' },
  'field-tasks': { source: 'waiqin', chip: '外勤', row: '外勤任务', system: '勤策' },
  'group-sops': { source: 'tanma', chip: '群SOP', row: '群SOP', system: '探马' },
}

const all = Object.keys(features) as Feature[]

/** What can be known of a subject: a group has no todos of its own. */
export const featuresOf = (subject: Subject): Feature[] => (subject.kind === 'chat' ? ['group-sops'] : all)

export const featureOfSource = (source: SourceId): Feature =>
  all.find((feature) => features[feature].source === source) ?? 'todos'

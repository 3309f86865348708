import type { SourceId } from '#contract/source'
import type { WorkItem } from '#contract/work'
import { isReadOnly } from '../session/is-read-only.ts'
import type { Subject } from '../subject/subject.ts'

export type Feature = 'todos' | 'field-tasks' | 'group-sops' | 'pushes' | 'moments' | 'notices' | 'order-tasks'

interface Words {
  source: SourceId
  /** Of the list as a whole. */
  chip: string
  /** On the chip, where that is long: five of them have to fit in 360 px. */
  short?: string
  /** On a row. */
  row: string
}

export const features: Record<Feature, Words> = {
  todos: { source: 'youmi', chip: '待办', row: '待办' },
  'field-tasks': { source: 'waiqin', chip: '外勤', row: '外勤任务' },
  'order-tasks': { source: 'orders', chip: '订单', row: '订单' },
  'group-sops': { source: 'tanma', chip: '群SOP', row: '群SOP' },
  pushes: { source: 'yunzhong', chip: 'SOP推送', short: '推送', row: 'SOP推送' },
  moments: { source: 'yunzhong', chip: '朋友圈', short: '圈', row: '朋友圈' },
  notices: { source: 'yunzhong', chip: '通知', row: '通知' },
}

const all = Object.keys(features) as Feature[]

/** The features of a subject, in the order of its chips: a group has no todos of its own, a notice is about no customer. */
const known: Record<Subject['kind'], Feature[]> = {
  // Moments are the user's own, which nobody sees who is not signed in.
  contact: isReadOnly
    ? ['todos', 'field-tasks', 'order-tasks', 'group-sops', 'pushes']
    : ['todos', 'field-tasks', 'order-tasks', 'group-sops', 'pushes', 'moments'],
  chat: ['group-sops', 'pushes'],
  me: ['todos', 'field-tasks', 'order-tasks', 'group-sops', 'notices', 'moments'],
}

export const featuresOf = (subject: Subject): Feature[] => known[subject.kind]

/** News, which are shown in a view of their own and counted apart: not something to do for a customer by a time. */
export const isAside = (feature: Feature): boolean => feature === 'notices' || feature === 'moments'

/** Features whose rows need the user's own login at the vendor. */
export const isPersonal = (feature: Feature): boolean => feature === 'pushes' || feature === 'notices'

export const featureOfSource = (source: SourceId): Feature =>
  all.find((feature) => features[feature].source === source) ?? 'todos'

const ofKind: Record<WorkItem['kind'], Feature> = {
  todo: 'todos',
  field_task: 'field-tasks',
  group_sop: 'group-sops',
  push: 'pushes',
  moment: 'moments',
  notice: 'notices',
  order_task: 'order-tasks',
}

export const featureOf = ({ kind }: WorkItem): Feature => ofKind[kind]

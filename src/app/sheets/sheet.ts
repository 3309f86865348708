import type { LinkedSourceId } from '#contract/source'
import type { WorkItem } from '#contract/work'

/** The sheet over the board. */
export type Sheet =
  | { kind: 'work'; item: WorkItem; from?: 'done' }
  | { kind: 'done' }
  | { kind: 'card' }
  | { kind: 'link'; source: LinkedSourceId; from?: 'card' }
  | { kind: 'connect' }

export const sheetTitles: Record<Exclude<Sheet['kind'], 'work'>, string> = {
  done: '做完的',
  card: '详细资料',
  link: '关联客户',
  connect: '连接芸众',
}

import type { LinkedSourceId } from '#contract/source'
import type { WorkItem } from '#contract/work'

/** The sheet over the board. */
export type Sheet =
  | { kind: 'work'; item: WorkItem; from?: 'done' }
  | { kind: 'order'; orderId: string }
  | { kind: 'done' }
  | { kind: 'card' }
  | { kind: 'link'; source: LinkedSourceId; from?: 'card' }
  | { kind: 'connect' }

export const sheetTitles: Record<Exclude<Sheet['kind'], 'work' | 'done'>, string> = {
  order: '订单',
  card: '详细资料',
  link: '关联客户',
  connect: '连接芸众',
}

/** The lower of the two heights, for what is short. What stands over another sheet is as high as that one. */
export const isLow = (sheet: Sheet): boolean =>
  sheet.kind === 'connect' ||
  (sheet.kind === 'work' && !sheet.from && ['todo', 'group_sop', 'notice'].includes(sheet.item.kind))

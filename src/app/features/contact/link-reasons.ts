import type { LinkCandidate } from '#contract/link'

export const reasonWords: Record<LinkCandidate['reasons'][number], string> = {
  same_phone: '电话一致',
  i_manage: '你负责',
  my_task: '在你的任务里',
  my_todo: '在你的待办里',
  order_system: '订单系统给出的',
}

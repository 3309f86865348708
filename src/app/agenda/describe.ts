import type { WorkItem } from '#contract/work'
import { fieldTaskRow } from '../features/field-tasks/field-task-row.ts'
import { groupSopRow } from '../features/group-sops/group-sop-row.ts'
import { momentRow } from '../features/moments/moment-row.ts'
import { noticeRow } from '../features/notices/notice-row.ts'
import { orderTaskRow } from '../features/orders/order-task-row.ts'
import { pushRow } from '../features/pushes/push-row.ts'
import { todoRow } from '../features/todos/todo-row.ts'
import type { Subject } from '../subject/subject.ts'
import type { Description } from '../work/row-words.ts'

/** What a row says below its title. What the open customer or group says already is left out, and the user's own name. */
export function describe(item: WorkItem, subject: Subject, me?: string): Description {
  if (item.kind === 'todo') return todoRow(item, subject)
  if (item.kind === 'field_task') return fieldTaskRow(item, subject, me)
  if (item.kind === 'group_sop') return groupSopRow(item, subject)
  if (item.kind === 'order_task') return orderTaskRow(item, subject)
  if (item.kind === 'push') return pushRow(item)
  return item.kind === 'moment' ? momentRow(item) : noticeRow(item)
}

import type { Notice } from '#contract/notice'
import { exactTime } from '../../ui/china-time.ts'
import { fields, type Field } from '../../ui/field.ts'

type Task = NonNullable<Notice['task']>

const taskStates: Record<Task['status'], string | null> = {
  not_started: '未开始',
  in_progress: '进行中',
  unknown: null,
}

const stateOf = ({ status, statusRaw }: Task): string =>
  taskStates[status] ?? (statusRaw === null ? '未知' : `未知（${statusRaw}）`)
/** Only 0 has a known name. */
const priorityOf = ({ priority }: Task): string | null => (priority === 0 ? '普通' : (priority?.toString() ?? null))

/** Everything of a 芸众 notice and of the task behind it that a person can use. */
export function noticeFields({ noticeId, actor, task, createdAt, noticeType, status }: Notice, now: number): Field[] {
  return fields([
    ['谁', actor?.name],
    ['时间', createdAt && exactTime(createdAt, now)],
    ['通知', status === 'done' ? '已读' : '未读'],
    ['任务', task?.name],
    ['任务说明', task?.description],
    ['负责人', task?.assignee],
    ['任务状态', task && stateOf(task)],
    ['归档', task?.isArchived && '已归档'],
    ['优先级', task && priorityOf(task)],
    ['开始', task?.startAt && exactTime(task.startAt, now)],
    ['截止', task?.deadlineAt && exactTime(task.deadlineAt, now)],
    ['通知类型', noticeType],
    ['任务编号', task?.id, 'copy'],
    ['编号', noticeId, 'copy'],
  ])
}

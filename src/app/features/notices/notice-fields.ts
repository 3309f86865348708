import type { Notice } from '#contract/notice'
import { exactTime } from '../../ui/china-time.ts'
import { fields, idField, type Field } from '../../ui/field.ts'

type Task = NonNullable<Notice['task']>

const taskStates: Record<Task['status'], string | null> = {
  not_started: '未开始',
  in_progress: '进行中',
  unknown: null,
}

export const noticeFacts = ({ task, createdAt }: Notice, now: number): Field[] =>
  fields([
    ['时间', createdAt && exactTime(createdAt, now)],
    ['截止', task?.deadlineAt && exactTime(task.deadlineAt, now)],
    ['负责人', task?.assignee],
  ])

/** Of the numbers that the vendor does not explain none is shown: only 0 is known as a priority. */
export const noticeMore = ({ noticeId, actor, task, noticeType }: Notice, now: number): Field[] => [
  ...fields([
    ['任务说明', task?.description],
    ['操作人', actor?.name],
    ['任务状态', task && taskStates[task.status]],
    ['归档', task?.isArchived && '已归档'],
    ['优先级', task?.priority === 0 && '普通'],
    ['开始', task?.startAt && exactTime(task.startAt, now)],
  ]),
  idField([
    ['', noticeId],
    ['任务', task?.id],
    ['类型', noticeType],
  ]),
]

import type { FieldTask } from '#contract/field-task'
import { exactTime } from '../../ui/china-time.ts'
import { fields, vendorId, type Field } from '../../ui/field.ts'
import { receiversOf } from './receivers.ts'

const stages: Record<FieldTask['stage'], string> = {
  waiting: '待反馈',
  submitted: '已反馈，待验收',
  accepted: '验收通过',
  rework: '需重新反馈',
  unknown: '未知',
}

const demands: Record<FieldTask['onSite'], string | null> = {
  on_site: '强制现场',
  off_site: '非现场',
  any: '不限现场',
  unknown: null,
}

function demandWords({ onSite, type }: FieldTask): string {
  const words = [
    demands[onSite],
    type?.isPictureRequired && '必须拍照',
    type?.isAlbumPermitted === false && '不可从相册选',
    type?.isAlbumPermitted && '可从相册选',
  ]
  return words.filter(Boolean).join(' · ')
}

/** Everything of a 勤策 task that a person can use; its feedback is a list of its own. */
export function fieldTaskFields(task: FieldTask, now: number): Field[] {
  return fields([
    ['反馈期限', exactTime(task.dueAt, now)],
    ['状态', task.stage === 'unknown' ? `未知（${task.stageRaw}）` : stages[task.stage]],
    ['要求', demandWords(task)],
    ['类型', task.type?.name],
    ['客户', task.customer.name],
    ['微信客户', task.contact?.name],
    ['接收人', receiversOf(task)],
    ['创建人', task.creator?.name],
    ['来源', task.sourceName],
    ['成果', task.achievement],
    ['创建时间', task.createdAt && exactTime(task.createdAt, now)],
    ['修改时间', task.modifiedAt && exactTime(task.modifiedAt, now)],
    ['拜访', task.visitId, 'copy'],
    ['客户编号', task.customer.id, 'copy'],
    ['编号', vendorId(task.id), 'copy'],
  ])
}

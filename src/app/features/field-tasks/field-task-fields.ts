import type { FieldTask } from '#contract/field-task'
import type { Subject } from '../../subject/subject.ts'
import { howToLink } from '../../work/how-to-link.ts'
import { exactTime } from '../../ui/china-time.ts'
import { fields, givenBy, idField, vendorId, type Field } from '../../ui/field.ts'
import { receiversOf } from './receivers.ts'

/** The stage, where the row's chip does not say it. */
const stages: Partial<Record<FieldTask['stage'], string>> = {
  accepted: '验收通过',
  submitted: '已反馈，待验收',
  unknown: '状态不明',
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

/** What somebody who goes there has to know. */
export const fieldTaskFacts = (task: FieldTask, now: number, subject?: Subject): Field[] =>
  fields([
    // Only on the user's own board: beside a customer it is clear whom a task is about.
    ['客户', subject?.kind === 'me' && task.contact === null && howToLink('waiqin')],
    ['期限', exactTime(task.dueAt, now)],
    ['要求', demandWords(task)],
    ['谁', givenBy(task.creator?.name, receiversOf(task))],
    ['状态', stages[task.stage]],
  ])

export const fieldTaskMore = (task: FieldTask, now: number): Field[] => [
  ...fields([
    ['类型', task.type?.name],
    ['客户', task.customer.name],
    ['聊天里的名字', task.contact?.name],
    ['来源', task.sourceName],
    ['成果', task.achievement],
    ['创建时间', task.createdAt && exactTime(task.createdAt, now)],
    ['更新时间', task.modifiedAt && exactTime(task.modifiedAt, now)],
  ]),
  idField([
    ['', vendorId(task.id)],
    ['客户', task.customer.id],
    ['拜访', task.visitId],
  ]),
]

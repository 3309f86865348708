import type { Moment } from '#contract/moment'
import { exactTime } from '../../ui/china-time.ts'
import { fields, named, type Field } from '../../ui/field.ts'

/** The people who are to publish it. */
function sendersOf({ visibleRange: { users, departments }, totals }: Moment): string {
  if (users.length === 0 && departments.length === 0) return '全员'
  const people = named(users, totals?.['visibleRange.users'], '人')
  const count = totals?.['visibleRange.departments'] ?? departments.length
  return [people, count > 0 && `${count} 个部门`].filter(Boolean).join(' · ')
}

const audienceOf = ({ visibleRange: { tags }, totals }: Moment): string =>
  tags.length === 0 ? '全部客户' : `有这 ${totals?.['visibleRange.tags'] ?? tags.length} 个标签之一的客户`

function visibleWords({ isVisibleToContact }: Moment): string | null {
  if (isVisibleToContact === null) return null
  return isVisibleToContact ? '可见' : '不可见'
}

/** Everything of a 芸众 moment job that a person can use; text and attachments are shown by themselves. */
export function momentFields(moment: Moment, now: number): Field[] {
  const { people, attachments, totals } = moment
  const all = totals?.['attachments']
  return fields([
    ['我', moment.status === 'done' ? '已完成' : '未完成'],
    ['进度', `共 ${people.total} 人，完成 ${people.finished} 人，未完成 ${people.waiting} 人`],
    ['谁来发', sendersOf(moment)],
    ['谁可见', audienceOf(moment)],
    ['该客户', visibleWords(moment)],
    ['附件', all !== undefined && `共 ${all} 个，这里是前 ${attachments.length} 个`],
    ['任务', moment.taskName],
    ['推送时间', moment.createdAt && exactTime(moment.createdAt, now)],
    ['编号', moment.jobId, 'copy'],
  ])
}

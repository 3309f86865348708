import type { Moment } from '#contract/moment'
import { exactTime } from '../../ui/china-time.ts'
import { fields, idField, named, type Field } from '../../ui/field.ts'

/** The people who are to publish it. */
function sendersOf({ visibleRange: { users, departments }, names = {}, totals }: Moment): string {
  if (users.length === 0 && departments.length === 0) return '全员'
  const all = totals?.['visibleRange.users'] ?? users.length
  const told = users.flatMap((userid) => names[userid] ?? [])
  const isWhole = told.length === all
  const people = told.length > 0 ? named(told, isWhole ? undefined : all, '人') : all > 0 && `${all} 人`
  const count = totals?.['visibleRange.departments'] ?? departments.length
  return [people, count > 0 && `${count} 个部门`].filter(Boolean).join(' · ')
}

function audienceOf({ visibleRange: { tags }, names = {}, totals }: Moment): string {
  const all = totals?.['visibleRange.tags'] ?? tags.length
  if (all === 0) return '全部客户'
  const told = tags.flatMap((id) => (names[id] === undefined ? [] : `「${names[id]}」`)).join('')
  if (told) return `标签${told}${all > tags.filter((id) => names[id]).length ? `等 ${all} 个` : ''}`
  return `有这 ${all} 个标签之一的客户`
}

function visibleWords({ isVisibleToContact }: Moment): string | null {
  if (isVisibleToContact === null) return null
  return isVisibleToContact ? '可见' : '不可见'
}

/** Text and attachments are shown by themselves. */
export const momentFacts = (moment: Moment, now: number): Field[] =>
  fields([
    ['我的状态', moment.status === 'done' ? '我已发' : '我还没发'],
    ['可见范围', audienceOf(moment)],
    ['这位客户', visibleWords(moment)],
    ['推送时间', moment.createdAt && exactTime(moment.createdAt, now)],
  ])

export function momentMore(moment: Moment): Field[] {
  const { people, attachments, totals, taskName, jobId } = moment
  const all = totals?.['attachments']
  return [
    ...fields([
      ['进度', `共 ${people.total} 人，完成 ${people.finished} 人，未完成 ${people.waiting} 人`],
      ['发布人', sendersOf(moment)],
      ['附件', all !== undefined && `共 ${all} 个，这里是前 ${attachments.length} 个`],
      ['任务', taskName],
    ]),
    idField([['', jobId]]),
  ]
}

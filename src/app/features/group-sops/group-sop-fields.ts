import type { GroupSop } from '#contract/group-sop'
import { exactTime } from '../../ui/china-time.ts'
import { fields, statusWords, vendorId, type Field } from '../../ui/field.ts'
import { modeWords } from './group-sop-row.ts'

/** Everything of a 探马 group SOP that a person can use. Values without a documented meaning are shown as numbers. */
export function groupSopFields(sop: GroupSop, now: number): Field[] {
  const status = sop.status === 'unknown' ? `未知（发送状态 ${sop.sendStatus}）` : statusWords[sop.status]
  return fields([
    ['开始时间', exactTime(sop.dueAt, now)],
    ['状态', status],
    ['方式', modeWords(sop) ?? `模式 ${sop.mode}`],
    ['客户群', sop.chatName],
    ['群主', sop.ownerName],
    ['部门', sop.departmentName],
    ['群标签', sop.tags.join('、')],
    ['创建时间', sop.createdAt && exactTime(sop.createdAt, now)],
    ['群编号', sop.chatId, 'copy'],
    ['SOP 编号', sop.sopId, 'copy'],
    ['编号', vendorId(sop.id), 'copy'],
  ])
}

import type { GroupSop } from '#contract/group-sop'
import { exactTime } from '../../ui/china-time.ts'
import { fields, named, statusWords, vendorId, type Field } from '../../ui/field.ts'
import { modeWords } from './group-sop-row.ts'

/** Everything of a 探马 group SOP that a person can use. Values without a documented meaning are shown as numbers. */
export function groupSopFields(sop: GroupSop, now: number): Field[] {
  const { sendStatus, mode } = sop
  const isExplained = sop.status !== 'unknown' || sendStatus === null
  return fields([
    ['开始时间', exactTime(sop.dueAt, now)],
    ['状态', isExplained ? statusWords[sop.status] : `未知（发送状态 ${sendStatus}）`],
    ['方式', modeWords(sop) ?? (mode !== null && `模式 ${mode}`)],
    ['客户群', sop.chatName],
    ['群主', sop.ownerName],
    ['部门', sop.departmentName],
    ['群标签', named(sop.tags, sop.totals?.['tags'], '个')],
    ['创建时间', sop.createdAt && exactTime(sop.createdAt, now)],
    ['群编号', sop.chatId, 'copy'],
    ['SOP 编号', sop.sopId, 'copy'],
    ['编号', vendorId(sop.id), 'copy'],
  ])
}

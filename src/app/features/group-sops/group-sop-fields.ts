import type { GroupSop } from '#contract/group-sop'
import { exactTime } from '../../ui/china-time.ts'
import { fields, idField, named, statusWords, vendorId, type Field } from '../../ui/field.ts'
import { modeWords } from './group-sop-row.ts'

/** 探马 documents no meaning of its numbers: where the company has told none, nobody knows whether it was sent. */
const stateOf = ({ status, sendStatus }: GroupSop): string =>
  status === 'unknown' && sendStatus !== null ? '不确定（探马没说明）' : statusWords[status]

export const groupSopFacts = (sop: GroupSop, now: number): Field[] =>
  fields([
    ['开始时间', exactTime(sop.dueAt, now)],
    ['状态', stateOf(sop)],
    ['客户群', sop.chatName],
    ['群主', sop.ownerName],
  ])

export const groupSopMore = (sop: GroupSop, now: number): Field[] => [
  ...fields([
    ['方式', modeWords(sop)],
    ['部门', sop.departmentName],
    ['群标签', named(sop.tags, sop.totals?.['tags'], '个')],
    ['创建时间', sop.createdAt && exactTime(sop.createdAt, now)],
  ]),
  idField([
    ['', vendorId(sop.id)],
    ['群', sop.chatId],
    ['SOP', sop.sopId],
    ['发送状态', sop.sendStatus],
  ]),
]

import type { Todo } from '#contract/todo'
import { exactTime } from '../../ui/china-time.ts'
import { fields, named, statusWords, vendorId, type Field } from '../../ui/field.ts'
import { completedBy } from './todo-row.ts'

const accountKinds: Record<Todo['account']['kind'], string> = {
  wechat: '微信号',
  official: '公众号',
  mini_program: '小程序',
  wecom: '企业微信号',
  unknown: '运营号',
}

function accountWords({ kind, nick, number, id }: Todo['account']): string {
  const name = nick ?? number ?? id
  return `${accountKinds[kind]} ${name}${number && number !== name ? `（${number}）` : ''}`
}

const otherWay = ({ completedByRaw }: Todo): string | null =>
  completedByRaw === null ? null : `未知方式 ${completedByRaw}`

/** Everything of a 友米 todo that a person can use. */
export function todoFields(todo: Todo, now: number): Field[] {
  const by = completedBy[todo.completedBy] ?? (todo.completedBy === 'manual' ? '手动完成' : otherWay(todo))
  return fields([
    ['客户', todo.contact?.name],
    ['提醒时间', exactTime(todo.dueAt, now)],
    ['状态', statusWords[todo.status]],
    ['级别', todo.level?.name],
    ['完成方式', by],
    ['提醒', todo.isRepeating && '一直提醒到完成'],
    ['创建人', todo.creator && `工号 ${todo.creator}`],
    ['接收人', todo.recipients.length > 0 && `工号 ${named(todo.recipients, todo.totals?.['recipients'], '人')}`],
    ['运营号', accountWords(todo.account)],
    ['创建时间', todo.createdAt && exactTime(todo.createdAt, now)],
    ['好友', todo.friendId, 'copy'],
    ['编号', vendorId(todo.id), 'copy'],
  ])
}

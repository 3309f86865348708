import type { Todo } from '#contract/todo'
import type { Subject } from '../../subject/subject.ts'
import { howToLink } from '../../work/how-to-link.ts'
import { exactTime } from '../../ui/china-time.ts'
import { fields, givenBy, idField, named, statusWords, vendorId, type Field } from '../../ui/field.ts'
import { completedBy } from './todo-row.ts'

const accountKinds: Record<Todo['account']['kind'], string> = {
  wechat: '微信号',
  official: '公众号',
  mini_program: '小程序',
  wecom: '企业微信号',
  unknown: '运营号',
}

function accountWords({ kind, nick, number }: Todo['account']): string | null {
  const name = nick ?? number
  return name && `${accountKinds[kind]} ${name}${number && number !== name ? `（${number}）` : ''}`
}

/** Who gave it to whom. Ids without a known name are left out here; the ids are copied from 更多. */
function whoOf({ creator, recipients, names = {}, totals }: Todo): string {
  const told = recipients.flatMap((id) => names[id] ?? [])
  const takers = told.length > 0 ? named(told, totals?.['recipients'], '人') : ''
  return givenBy(creator === null ? null : names[creator], takers)
}

/** Only on the user's own board: beside a customer it is clear whom a todo is about. */
const isOfUnknown = ({ contact, friendId }: Todo, subject?: Subject): boolean =>
  subject?.kind === 'me' && contact === null && friendId !== ''

export const todoFacts = (todo: Todo, now: number, subject?: Subject): Field[] =>
  fields([
    ['客户', isOfUnknown(todo, subject) ? howToLink('youmi') : todo.contact?.name],
    ['提醒时间', exactTime(todo.dueAt, now)],
    ['完成方式', completedBy[todo.completedBy] ?? (todo.completedBy === 'manual' ? '手动完成' : null)],
    ['谁', whoOf(todo)],
    ['状态', todo.status === 'open' ? null : statusWords[todo.status]],
  ])

export function todoMore(todo: Todo, now: number): Field[] {
  const { creator, recipients, names = {} } = todo
  const nameless = (id: string | null): id is string => id !== null && names[id] === undefined
  return [
    ...fields([
      ['提醒', todo.isRepeating && '一直提醒到完成'],
      ['运营号', accountWords(todo.account)],
      ['创建时间', todo.createdAt && exactTime(todo.createdAt, now)],
    ]),
    idField([
      ['', vendorId(todo.id)],
      ['微信号', todo.friendId],
      ['创建人', nameless(creator) ? creator : null],
      ['接收人', recipients.filter(nameless).join('、')],
    ]),
  ]
}

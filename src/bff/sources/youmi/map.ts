import type { Todo } from '#contract/todo'
import type { WorkStatus } from '#contract/work-item'
import { toChinaIso } from '../../china-time.ts'
import { headed } from '../../wire/bounds.ts'
import { addressIn } from '../item-address.ts'
import { isOverdue } from '../standing.ts'
import type { WireTodo } from './wire.ts'

/** A todo without what depends on the clock and on who reads it. */
export type TodoBody = Omit<Todo, 'overdue' | 'mine' | 'contact' | 'url'>

const statuses: Record<number, WorkStatus> = { 0: 'open', 1: 'done', 2: 'cancelled' }
const completions: Record<number, Todo['completedBy']> = {
  0: 'manual',
  100: 'contact',
  120: 'like_moment',
  130: 'comment_moment',
}
const accounts: Record<number, Todo['account']['kind']> = { 0: 'wechat', 1: 'official', 2: 'mini_program', 3: 'wecom' }
/** From the level's own colours: anything else could not be shown safely. */
const colour = /^#(?:[\da-f]{3}|[\da-f]{6})$/i

const prefix = 'youmi:'

const isoOf = (time: number | null): string | null => (time === null ? null : toChinaIso(time))

function levelOf({ levelName: name, levelColor }: WireTodo): Todo['level'] {
  return name === null ? null : { name, color: levelColor !== null && colour.test(levelColor) ? levelColor : null }
}

function accountOf(wire: WireTodo): Todo['account'] {
  return {
    id: wire.wecharId ?? '',
    number: wire.ad_wechat_nober ?? wire.wechatNober,
    nick: wire.ad_wechat_nick ?? wire.wechatNick,
    kind: accounts[wire.from ?? -1] ?? 'unknown',
  }
}

export function toBody(wire: WireTodo): TodoBody {
  const detail = wire.followupsiTuation
  return {
    id: `${prefix}${wire.id}`,
    source: 'youmi',
    kind: 'todo',
    ...headed(wire.remindTitle ?? detail ?? '待办', detail),
    status: statuses[wire.sate ?? -1] ?? 'unknown',
    dueAt: isoOf(wire.remindTime),
    createdAt: isoOf(wire.addTime),
    friendId: wire.weixin ?? '',
    level: levelOf(wire),
    completedBy: completions[wire.eventType ?? -1] ?? 'unknown',
    completedByRaw: wire.eventType,
    creator: wire.sffId,
    recipients: wire.recipientData,
    account: accountOf(wire),
    isRepeating: wire.isAlways ?? false,
  }
}

export function toTodo(
  body: TodoBody,
  { isMine, now, itemUrl }: { isMine: boolean; now: number; itemUrl?: string | undefined },
): Todo {
  const url = addressIn(itemUrl, body.id.slice(prefix.length))
  return { ...body, contact: null, overdue: isOverdue(body, now), mine: isMine, url }
}

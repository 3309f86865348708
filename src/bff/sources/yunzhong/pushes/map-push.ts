import type { Push } from '#contract/push'
import { toChinaIso } from '../../../china-time.ts'
import { cut, longest } from '../../../wire/bounds.ts'
import { readContentList } from '../map-content.ts'
import { isOverdue } from '../../standing.ts'
import type { WirePush } from '../wire.ts'

/** A push without what depends on the clock and on what was placed. */
export type PushBody = Omit<Push, 'overdue' | 'placed'>

export const toPushBody = ({ id, task_name: name, date, content_list: list }: WirePush): PushBody => ({
  id: `yunzhong:push:${id}`,
  source: 'yunzhong',
  kind: 'push',
  pushId: id,
  title: cut(name ?? 'SOP推送', longest.title),
  detail: null,
  status: 'open',
  dueAt: date.at === null ? null : toChinaIso(date.at),
  createdAt: null,
  mine: true,
  url: null,
  dateText: date.text,
  pieces: readContentList(list).length,
})

/** `placed`: keys of its pieces that were placed in the chat, or `all`. */
export function toPush(body: PushBody, placed: ReadonlyMap<string, number>, now: number): Push {
  const count = placed.has('all') ? body.pieces : Math.min(placed.size, body.pieces)
  return { ...body, overdue: isOverdue(body, now), placed: count }
}

import { chinaSecond } from '../china-time.ts'
import type { SimulatedReply } from '../voice.ts'
import type { World } from '../../world/world.ts'
import type { Piece, Push } from './entities.ts'
import type { Parameters } from './parameters.ts'
import type { Caller, YunzhongState } from './state.ts'
import { failure, ok, Refusal } from './voice.ts'

interface PushDeps {
  state: YunzhongState
  world: World
  clock: () => number
}

export const isPending = ({ pieces, sentKeys }: Push) => Object.keys(pieces).some((key) => !sentKeys.includes(key))

/** The piece as the API returns it: the vendor's own files get absolute addresses. */
function told(piece: Piece, origin: string): Piece {
  const entries = Object.entries(piece).map(([name, value]): [string, string] => [
    name,
    value.startsWith('/attachment/') ? origin + encodeURI(value) : value,
  ])
  return Object.assign({ ...piece }, Object.fromEntries(entries))
}

/** The sidebar's three calls, limited to what the signed-in staff member still has to send. */
export function createPushes({ state, world, clock }: PushDeps) {
  const day = () => chinaSecond(clock()).slice(0, 10)
  const pendingOf = ({ account }: Caller) =>
    state.pushes.filter((push) => push.userid === account.userid && isPending(push))

  const rowOf = (push: Push, { origin }: Caller) => ({
    id: push.id,
    task_name: push.taskName,
    content_list: Object.values(push.pieces).map((piece) => told(piece, origin)),
  })

  function totals(pushes: Push[]): [targetId: string, total: number][] {
    const counts = new Map<string, number>()
    for (const { targetId } of pushes) counts.set(targetId, (counts.get(targetId) ?? 0) + 1)
    return [...counts]
  }

  function otherContact([userid, task_total]: [string, number]) {
    const name = world.contacts.find(({ externalUserId }) => externalUserId === userid)?.name ?? ''
    return { name, avatar: '', userid, task_total }
  }

  function otherChat([chat_id, task_total]: [string, number]) {
    return { group_name: world.chats.find(({ chatId }) => chatId === chat_id)?.name ?? '', chat_id, task_total }
  }

  /** Instead of an empty list the field is missing or null, as the vendor's own page expects. */
  function forContact(pushes: Push[], userid: string, caller: Caller): SimulatedReply {
    const mine = pushes.filter(({ targetId }) => targetId === userid)
    const others = totals(pushes.filter(({ targetId }) => targetId !== userid)).map(otherContact)
    return ok({
      date: day(),
      task_count: pushes.length,
      ...(mine.length > 0 && { current: mine.map((push) => rowOf(push, caller)) }),
      othor: others.length > 0 ? others : null,
    })
  }

  function forChat(pushes: Push[], chatId: string, caller: Caller): SimulatedReply {
    const mine = pushes.filter(({ targetId }) => targetId === chatId)
    const others = totals(pushes.filter(({ targetId }) => targetId !== chatId)).map(otherChat)
    return ok({
      date: day(),
      task_count: pushes.length,
      group_current: mine.length > 0 ? mine.map((push) => rowOf(push, caller)) : null,
      ...(others.length > 0 && { group_othor: others }),
      group_chat_avatar: '',
    })
  }

  /** Type 1 stands for every kind of customer push, because the vendor's own page asks for no other. */
  function isAsked(type: string, push: Push): boolean {
    if (type !== '1' || state.quirks.strictTaskTypes) return String(push.type) === type
    return push.type !== 4
  }

  function getTask(parameters: Parameters, caller: Caller): SimulatedReply {
    const type = parameters.text('task_type') || '1'
    const target = parameters.text(type === '4' ? 'chat_id' : 'external_userid')
    if (!/^[1-4]$/.test(type) || target === '') throw new Refusal(failure('参数错误'))
    const pushes = pendingOf(caller).filter((push) => isAsked(type, push))
    return type === '4' ? forChat(pushes, target, caller) : forContact(pushes, target, caller)
  }

  function getContent(parameters: Parameters, caller: Caller): SimulatedReply {
    const target = parameters.text('chat_id') || parameters.text('external_userid')
    const id = Number(parameters.text('task_log_id'))
    const push = pendingOf(caller).find((each) => each.id === id && each.targetId === target)
    if (!push) throw new Refusal(failure('任务不存在或已完成'))
    const pieces = Object.entries(push.pieces).map(([key, piece]) => [key, told(piece, caller.origin)])
    return ok({
      date: day(),
      task_log_id: push.id,
      task_name: push.taskName,
      task_type: push.type,
      content_list: JSON.stringify(Object.fromEntries(pieces)),
    })
  }

  /** Marks pieces as sent, also repeatedly. 芸众 relies on the caller: it does not check that they were sent. */
  function send(parameters: Parameters, caller: Caller): SimulatedReply {
    const id = Number(parameters.text('task_log_id'))
    const push = state.pushes.find((each) => each.id === id && each.userid === caller.account.userid)
    if (!push) throw new Refusal(failure('任务不存在或已完成'))
    const key = parameters.text('content_index')
    const type = parameters.text('send_type')
    const keys = Object.keys(push.pieces).filter((each) => type === '0' || (type === '1' && each === key))
    if (keys.length === 0) throw new Refusal(failure('参数错误'))
    push.sentKeys = [...new Set([...push.sentKeys, ...keys])]
    return ok({ result: true })
  }

  return { getTask, getContent, send }
}

export type Pushes = ReturnType<typeof createPushes>

import type { FastifyRequest } from 'fastify'
import { findMember } from '../../world/members.ts'
import type { World } from '../../world/world.ts'
import { neededBody, offsetOf, pageOf } from './parameter.ts'
import { groupChat } from './people.ts'
import { ok, WecomRefusal } from './voice.ts'

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function ownersOf(body: Record<string, unknown>, world: World): string[] | null {
  const filter = body.owner_filter
  if (filter === undefined) return null
  const owners: unknown = typeof filter === 'object' && filter !== null ? Reflect.get(filter, 'userid_list') : undefined
  if (!isStrings(owners) || owners.length === 0 || owners.length > 100) throw new WecomRefusal(40058)
  if (!owners.some((userid) => findMember(world, userid))) throw new WecomRefusal(81013)
  return owners
}

/** `groupchat/list`: the ids of the groups of the given owners, or of all owners. */
export function chatList(request: FastifyRequest, world: World) {
  const body = neededBody(request)
  const { limit, cursor, status_filter: status = 0 } = body
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > 1000) throw new WecomRefusal(40058)
  if (![0, 1, 2, 3].includes(Number(status))) throw new WecomRefusal(40058)
  const owners = ownersOf(body, world)
  const chats = status === 0 ? world.chats.filter((chat) => owners?.includes(chat.owner) ?? true) : []
  const question = `chats ${owners?.join() ?? ''}`
  const { page, next } = pageOf(chats, offsetOf(cursor, question), limit, question)
  return ok({ group_chat_list: page.map(({ chatId }) => ({ chat_id: chatId, status: 0 })), ...next })
}

/** `groupchat/get`: one group with its members. */
export function chat(request: FastifyRequest, world: World) {
  const { chat_id: chatId, need_name: needName = 0 } = neededBody(request)
  if (typeof chatId !== 'string' || (needName !== 0 && needName !== 1)) throw new WecomRefusal(40058)
  return ok({ group_chat: groupChat(world, chatId, needName === 1) })
}

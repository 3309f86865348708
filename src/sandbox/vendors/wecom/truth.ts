import type { Clock } from '../vendor.ts'
import type { Chat, Contact, World } from '../../world/world.ts'
import type { Callbacks } from './callbacks.ts'
import { createMemberTruth, type MemberTruth } from './member-truth.ts'

type Noted = Pick<Contact['follows'][number], 'remark' | 'description' | 'remarkCorpName' | 'remarkMobiles' | 'tags'>

/** Changes WeCom's data as people do in their clients. Each change settles once the app has received its event. */
export interface WecomTruth extends MemberTruth {
  /** The salesperson deletes the customer, or the customer deletes the salesperson. */
  unfollow(externalUserId: string, userid: string, by?: 'member' | 'customer'): Promise<void>
  /** `noted`: what the salesperson notes of them at once. */
  follow(externalUserId: string, userid: string, noted?: Partial<Noted>): Promise<void>
  setRemark(externalUserId: string, userid: string, remark: string): Promise<void>
  createChat(chat: Pick<Chat, 'chatId' | 'name' | 'owner'>): Promise<void>
  joinChat(chatId: string, id: string): Promise<void>
  leaveChat(chatId: string, id: string): Promise<void>
  handOverChat(chatId: string, owner: string): Promise<void>
  renameChat(chatId: string, name: string): Promise<void>
  dismissChat(chatId: string): Promise<void>
}

interface Deps {
  world: World
  clock: Clock
  tell: Callbacks['tell']
}

function contactTruth({ world, clock, tell }: Deps) {
  function contactOf(externalUserId: string): Contact {
    const contact = world.contacts.find((each) => each.externalUserId === externalUserId)
    if (!contact) throw new Error(`no contact ${externalUserId}`)
    return contact
  }

  const changed = (changeType: string, externalUserId: string, userid: string) =>
    tell('change_external_contact', changeType, { UserID: userid, ExternalUserID: externalUserId })

  function unfollow(externalUserId: string, userid: string, by: 'member' | 'customer' = 'member'): Promise<void> {
    const contact = contactOf(externalUserId)
    contact.follows = contact.follows.filter((follow) => follow.userid !== userid)
    return changed(by === 'member' ? 'del_external_contact' : 'del_follow_user', externalUserId, userid)
  }

  async function follow(externalUserId: string, userid: string, more: Partial<Noted> = {}): Promise<void> {
    const contact = contactOf(externalUserId)
    if (contact.follows.some((each) => each.userid === userid)) return
    const noted: Noted = {
      remark: contact.name,
      description: '',
      remarkCorpName: '',
      remarkMobiles: [],
      tags: [],
      ...more,
    }
    contact.follows.push({ userid, ...noted, addWay: 1, createtime: Math.floor(clock() / 1000) })
    await changed('add_external_contact', externalUserId, userid)
  }

  async function setRemark(externalUserId: string, userid: string, remark: string): Promise<void> {
    const mine = contactOf(externalUserId).follows.find((each) => each.userid === userid)
    if (!mine) throw new Error(`${userid} does not follow ${externalUserId}`)
    mine.remark = remark
    await changed('edit_external_contact', externalUserId, userid)
  }

  return { unfollow, follow, setRemark }
}

function chatTruth({ world, clock, tell }: Deps) {
  const now = () => Math.floor(clock() / 1000)

  function chatOf(chatId: string): Chat {
    const chat = world.chats.find((each) => each.chatId === chatId)
    if (!chat) throw new Error(`no group ${chatId}`)
    return chat
  }

  function memberOf(id: string): Chat['members'][number] {
    const staff = world.staff.find(({ userid }) => userid === id)
    const contact = world.contacts.find(({ externalUserId }) => externalUserId === id)
    return { id, type: staff ? 1 : 2, name: staff?.name ?? contact?.name ?? '', joinTime: now() }
  }

  const changed = (changeType: string, chatId: string, more: Record<string, string | number> = {}) =>
    tell('change_external_chat', changeType, { ChatId: chatId, ...more })
  const updated = (chatId: string, detail: string, more: Record<string, number> = {}) =>
    changed('update', chatId, { UpdateDetail: detail, ...more })

  function createChat({ chatId, name, owner }: Pick<Chat, 'chatId' | 'name' | 'owner'>): Promise<void> {
    const chat = { chatId, name, owner, notice: '', createTime: now(), admins: [owner], members: [memberOf(owner)] }
    world.chats.push(chat)
    return changed('create', chatId)
  }

  function joinChat(chatId: string, id: string): Promise<void> {
    const chat = chatOf(chatId)
    if (!chat.members.some((member) => member.id === id)) chat.members.push(memberOf(id))
    return updated(chatId, 'add_member', { JoinScene: 0, MemChangeCnt: 1 })
  }

  function leaveChat(chatId: string, id: string): Promise<void> {
    const chat = chatOf(chatId)
    chat.members = chat.members.filter((member) => member.id !== id)
    chat.admins = chat.admins.filter((userid) => userid !== id)
    return updated(chatId, 'del_member', { QuitScene: 1, MemChangeCnt: 1 })
  }

  function handOverChat(chatId: string, owner: string): Promise<void> {
    const chat = chatOf(chatId)
    if (!chat.members.some((member) => member.id === owner)) chat.members.push(memberOf(owner))
    Object.assign(chat, { owner, admins: [owner] })
    return updated(chatId, 'change_owner')
  }

  function renameChat(chatId: string, name: string): Promise<void> {
    chatOf(chatId).name = name
    return updated(chatId, 'change_name')
  }

  function dismissChat(chatId: string): Promise<void> {
    const chat = chatOf(chatId)
    world.chats = world.chats.filter((each) => each !== chat)
    return changed('dismiss', chatId)
  }

  return { createChat, joinChat, leaveChat, handOverChat, renameChat, dismissChat }
}

export const createWecomTruth = (deps: Deps): WecomTruth => ({
  ...contactTruth(deps),
  ...chatTruth(deps),
  ...createMemberTruth(deps),
})

import { faults, vendorNames, type Vendor, type VendorName } from '../vendors/vendor.ts'
import { avatarPath } from '../vendors/wecom/avatar.ts'
import { bridgeModes, outsider, type Client } from '../vendors/wecom/client.ts'
import { clientVersions } from '../vendors/wecom/user-agent.ts'
import { findMember } from '../world/members.ts'
import type { Contact, Conversation, World } from '../world/world.ts'

function nameOf(world: World, id: string): string {
  const member = findMember(world, id)
  const contact = world.contacts.find(({ externalUserId }) => externalUserId === id)
  return member?.name ?? contact?.name ?? '未知'
}

/** A contact appears under the salesperson's remark, as in the client; the suffix shows WeChat or the company. */
function contactTitle(contact: Contact | undefined, userid: string) {
  const remark = contact?.follows.find((follow) => follow.userid === userid)?.remark
  const suffix = contact?.type === 2 ? `@${contact.corpName}` : '@微信'
  return { title: remark || contact?.name || '未知', suffix, from: contact?.type === 2 ? 'wecom' : 'wechat' }
}

function groupTitle(world: World, chatId: string) {
  const chat = world.chats.find((each) => each.chatId === chatId)
  const members = chat?.members ?? []
  const unnamed = members.map(({ name }) => name).join('、')
  return { title: chat?.name || unnamed || '群聊', suffix: '外部', from: 'group', memberCount: members.length }
}

function titleOf(world: World, { kind, targetId, userid }: Conversation) {
  if (kind === 'group') return groupTitle(world, targetId)
  if (kind === 'colleague') return { title: nameOf(world, targetId), suffix: '', from: 'colleague' }
  return contactTitle(
    world.contacts.find(({ externalUserId }) => externalUserId === targetId),
    userid,
  )
}

/** A chat that was just opened has no message yet, and stands on top. */
const lastAt = ({ messages }: Conversation) => messages.at(-1)?.at ?? Number.MAX_SAFE_INTEGER

function conversationOf(world: World, conversation: Conversation) {
  const { id, kind, targetId, userid, messages } = conversation
  return {
    id,
    kind,
    targetId,
    avatar: avatarPath(targetId),
    ...titleOf(world, conversation),
    messages: messages.map(({ from, text, at }) => ({
      name: nameOf(world, from),
      avatar: avatarPath(from),
      isOwn: from === userid,
      text,
      at,
    })),
  }
}

/** All that the workbench shows: the current user, their chats, the settings to choose from, and the active faults. */
export function controlState(world: World, vendors: Record<VendorName, Vendor>, client: Client | null) {
  const user = client?.user ?? world.staff[0]?.userid ?? outsider
  return {
    user,
    people: [
      ...world.staff.map(({ userid, name, yunzhong }) => ({ userid, name, avatar: avatarPath(userid), yunzhong })),
      ...world.company.administrators.map((userid) => ({
        userid,
        name: `${nameOf(world, userid)}（管理员）`,
        avatar: avatarPath(userid),
        isAdministrator: true,
      })),
      { userid: outsider, name: '外部人员', avatar: avatarPath(outsider) },
    ],
    conversations: world.conversations
      .filter(({ userid }) => userid === user)
      .toSorted((one, other) => lastAt(other) - lastAt(one))
      .map((conversation) => conversationOf(world, conversation)),
    faults: Object.fromEntries(vendorNames.map((name) => [name, vendors[name].fault])),
    choices: { faults, versions: clientVersions, bridges: bridgeModes },
  }
}

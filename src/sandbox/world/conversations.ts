import { cast } from './cast.ts'
import { colleagueDialogues, contactDialogues, groupDialogues, seedDialogue } from './dialogues.ts'
import type { Random } from './random.ts'
import { staff } from './staff.ts'
import type { Chat, Contact, Conversation, World } from './world.ts'

type Target = Pick<Conversation, 'kind' | 'targetId'> & {
  lines: readonly string[]
  speakers: string[]
  /** When somebody wrote last, in a chat that has fallen silent. Unix ms. */
  silentSince?: number | undefined
}

/** Still in the salesperson's chat list, although WeCom does not let them see these contacts. */
const lingering = new Set<string>([cast.ofColleague, cast.ofNobody, cast.foreign, cast.deleted])

const keep = { contacts: 18, groups: 8 }

function contactTargets(userid: string, contacts: readonly Contact[], random: Random): Target[] {
  const follows = (contact: Contact) => contact.follows.some((follow) => follow.userid === userid)
  const seesAnyway = (id: string) => userid === cast.salesperson && lingering.has(id)
  return contacts
    .filter((contact) => follows(contact) || seesAnyway(contact.externalUserId))
    .slice(0, keep.contacts)
    .map(({ externalUserId: targetId }) => ({
      kind: 'contact',
      targetId,
      lines: targetId === cast.seedContact ? seedDialogue : random.pick(contactDialogues),
      speakers: [targetId],
    }))
}

const dayMs = 86_400_000

/** The sample groups of 探马's documentation are years old: real clients list such ones last. */
function silentSince({ createTime }: Chat, now: number): number | undefined {
  const createdAt = createTime * 1000
  return createdAt < now - 365 * dayMs ? createdAt + 30 * dayMs : undefined
}

function groupTargets(userid: string, chats: readonly Chat[], now: number, random: Random): Target[] {
  const isIn = (chat: Chat) => chat.members.some(({ id }) => id === userid)
  const first = (chat: Chat) => (chat.chatId === cast.seedChat ? 2 : Number(chat.chatId === cast.busyChat))
  return chats
    .filter(isIn)
    .sort((one, other) => first(other) - first(one) || other.createTime - one.createTime)
    .slice(0, keep.groups)
    .map((chat) => ({
      kind: 'group',
      targetId: chat.chatId,
      lines: random.pick(groupDialogues),
      speakers: chat.members.filter(({ type }) => type === 2).map(({ id }) => id),
      silentSince: silentSince(chat, now),
    }))
}

function colleagueTargets(userid: string, random: Random): Target[] {
  const others = staff.filter((one) => one.userid !== userid).slice(0, 2)
  return others.map(({ userid: targetId }) => ({
    kind: 'colleague',
    targetId,
    lines: random.pick(colleagueDialogues),
    speakers: [targetId],
  }))
}

/** The seed contact and the seed group on top, then the rest, mixed like a real list. */
function arrange(contacts: Target[], groups: Target[], colleagues: Target[]): Target[] {
  const [first, ...others] = contacts
  return [...(first ? [first] : []), ...groups.slice(0, 2), ...others.slice(0, 6)].concat(
    colleagues,
    others.slice(6),
    groups.slice(2),
  )
}

function messages(target: Target, userid: string, lastAt: number, random: Random): Conversation['messages'] {
  let at = lastAt
  return [...target.lines]
    .reverse()
    .map((line) => {
      const isOwn = line.startsWith('> ')
      const message = { from: isOwn ? userid : random.pick(target.speakers), text: line.replace(/^> /, ''), at }
      at -= random.int(20, 600) * 1000
      return message
    })
    .reverse()
}

/** Each salesperson's chats; the client sorts them by their last message. */
export function createConversations(
  now: number,
  { contacts, chats }: { contacts: readonly Contact[]; chats: readonly Chat[] },
  random: Random,
): Conversation[] {
  return staff.flatMap(({ userid }) => {
    let at = now - 60_000
    const targets = arrange(
      contactTargets(userid, contacts, random),
      groupTargets(userid, chats, now, random),
      colleagueTargets(userid, random),
    )
    return targets.map((target) => {
      at -= random.int(5, 240) * 60_000
      const { kind, targetId, silentSince: lastAt = at } = target
      return { id: `${userid}-${targetId}`, kind, targetId, userid, messages: messages(target, userid, lastAt, random) }
    })
  })
}

/** Opens a chat that the salesperson has not had yet, as the client does; nothing for who may not talk to them. */
export function converse({ contacts, chats, conversations }: World, userid: string, targetId: string): void {
  if (conversations.some((each) => each.userid === userid && each.targetId === targetId)) return
  const contact = contacts.find(({ externalUserId }) => externalUserId === targetId)
  const isFollowed = contact && !contact.gone && contact.follows.some((follow) => follow.userid === userid)
  const isMember = chats.some(({ chatId, members }) => chatId === targetId && members.some(({ id }) => id === userid))
  if (!isFollowed && !isMember) return
  const kind = isFollowed ? 'contact' : 'group'
  conversations.unshift({ id: `${userid}-${targetId}`, kind, targetId, userid, messages: [] })
}

import type { WecomConfig } from './config.ts'
import type { Clock } from '../clock.ts'
import { UpstreamError } from '../errors.ts'
import type { CountCaches } from '../metrics/index.ts'
import type { Seal } from '../secrets/seal.ts'
import { createSharedToken } from '../upstream/shared-token.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { Store } from '../store/store.ts'
import type { Http } from '../upstream/http.ts'
import { ownUserid } from '../userid.ts'
import type { NoteUnread } from '../wire/read-wire.ts'
import { createAuthorisedSend, createSend, type NoteRefused, type Send } from './call.ts'
import { readDirectory } from './directory.ts'
import { entriesOf, toChat, toContact } from './map.ts'
import { createMedia } from './media.ts'
import { readMember } from './member.ts'
import { createNames } from './names.ts'
import { createProbe, type WecomProbe } from './probe.ts'
import { signPage } from './signature.ts'
import type { Contact, Wecom } from './wecom.ts'
import {
  WireChat,
  WireChatList,
  WireContact,
  WireTicket,
  WireToken,
  WireUserInfo,
  type WireFollowUser,
} from './wire.ts'

export interface WecomDeps {
  config: WecomConfig
  http: Http
  store: Pick<Store, 'tokens' | 'leases'>
  seal: Seal
  clock: Clock
  /** Unique to this instance. */
  owner: string
  caches?: CountCaches | undefined
  /** Hears of values that could not be read. */
  note?: NoteUnread | undefined
  /** Hears of what WeCom does not tell of. */
  refused?: NoteRefused | undefined
}

/** A page has 500 followers, and no contact has more than 10,000. */
const maxPages = 20
const listLimit = 1000
/** WeCom blocks an address for an hour after repeated calls with a wrong secret. */
const refusalSeconds = 60
const earlySeconds = 300
/** Of tokens and tickets, where WeCom does not say. One that ends before is fetched anew. */
const usualSeconds = 7200

const lifeOf = (seconds: number | null): number => (seconds && seconds > 0 ? seconds : usualSeconds)

function createTokens({ config, store, seal, clock, owner }: WecomDeps, send: Send) {
  const { corpId, agentId, secret } = config
  const shared = { ...store, seal, clock, owner, earlySeconds, refusalSeconds }
  const token = createSharedToken({
    ...shared,
    name: `wecom:token:${corpId}:${agentId}`,
    fetch: async (signal) => {
      const query = { corpid: corpId, corpsecret: secret }
      const answer = await send({ path: 'gettoken', query, schema: WireToken }, signal)
      return { value: answer.access_token, expiresInSeconds: lifeOf(answer.expires_in) }
    },
  })
  const authorised = createAuthorisedSend(send, token)
  const ticket = createSharedToken({
    ...shared,
    name: `wecom:ticket:${corpId}:${agentId}`,
    fetch: async (signal) => {
      const query = { type: 'agent_config' }
      const answer = await authorised({ path: 'ticket/get', query, schema: WireTicket }, signal)
      return { value: answer.ticket, expiresInSeconds: lifeOf(answer.expires_in) }
    },
  })
  return { authorised, token, ticket }
}

/** The answer decides who may see the contact, so an answer about another contact must be rejected. */
function expectSame(told: string, asked: string, { operation, detail }: { operation: string; detail: string }): void {
  if (told !== asked) throw new UpstreamError({ source: 'wecom', operation, reason: 'unreadable', detail })
}

async function readContact(send: Send, externalUserId: string, signal: AbortSignal): Promise<Contact> {
  const operation = 'externalcontact/get'
  // If the same page is sent twice, each of its followers counts once.
  const followers = new Map<string, WireFollowUser>()
  let cursor = ''
  let page: WireContact
  let isWhole = true
  let pages = 0
  do {
    const query = { external_userid: externalUserId, ...(cursor ? { cursor } : {}) }
    page = await send({ path: operation, query, schema: WireContact, refusal: 'not_a_follower' }, signal)
    const field = { operation, detail: 'external_contact.external_userid: another' }
    expectSame(page.external_contact.external_userid, externalUserId, field)
    const unread = { operation, detail: 'follow_user: no entry can be read' }
    for (const follower of entriesOf(page.follow_user, unread)) followers.set(follower.userid, follower)
    isWhole &&= !page.follow_user.includes(null)
    cursor = page.next_cursor ?? ''
    pages += 1
  } while (cursor && pages < maxPages)
  return toContact(page, { followers: [...followers.values()], isWhole })
}

async function readOwnedChatIds(send: Send, userid: string, signal: AbortSignal): Promise<string[]> {
  const operation = 'externalcontact/groupchat/list'
  const ids = new Set<string>()
  let cursor = ''
  let pages = 0
  do {
    const owner_filter = { userid_list: [userid] }
    const body = { status_filter: 0, owner_filter, limit: listLimit, ...(cursor ? { cursor } : {}) }
    const page = await send({ path: operation, body, schema: WireChatList }, signal)
    const unread = { operation, detail: 'group_chat_list: no entry can be read' }
    for (const chat of entriesOf(page.group_chat_list, unread)) ids.add(chat.chat_id)
    cursor = page.next_cursor ?? ''
    pages += 1
  } while (cursor && pages < maxPages)
  return [...ids]
}

/** WeCom's server API, with the app's token and ticket fetched once for all instances. */
export function createWecom(deps: WecomDeps): Wecom & { probe: WecomProbe } {
  const { config, http, clock } = deps
  const plain = createSend({ apiUrl: config.apiUrl, http, note: deps.note, refused: deps.refused })
  const { authorised: send, token, ticket } = createTokens(deps, plain)
  const nameOf = createNames({ send, clock, once: createSingleFlight(), count: deps.caches?.('name') })
  return {
    nameOf,
    media: createMedia({ apiUrl: config.apiUrl, http, token, note: deps.note }),
    directory: (signal, onRead) => readDirectory(send, config.agentId, { signal, onRead }),
    member: (userid, signal) => readMember(send, userid, signal),
    probe: createProbe(config, plain),
    contact: (externalUserId, signal) => readContact(send, externalUserId, signal),
    ownedChatIds: (userid, signal) => readOwnedChatIds(send, userid, signal),

    async userOfCode(code, signal) {
      const call = { path: 'auth/getuserinfo', query: { code }, schema: WireUserInfo, isRead: false }
      const { userid, UserId } = await send(call, signal)
      return { userid: ownUserid(userid ?? UserId ?? '', config.corpId) }
    },

    async chat(chatId, signal) {
      const operation = 'externalcontact/groupchat/get'
      const body = { chat_id: chatId, need_name: 1 }
      const answer = await send({ path: operation, body, schema: WireChat, refusal: 'not_a_chat_member' }, signal)
      expectSame(answer.group_chat.chat_id, chatId, { operation, detail: 'group_chat.chat_id: another' })
      return toChat(answer)
    },

    async signature(url, signal) {
      const { corpId, agentId } = config
      return signPage({ corpId, agentId, ticket: await ticket.get(signal), url, now: clock() })
    },
  }
}

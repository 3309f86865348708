import { Order, OrderTask } from '#contract/order'
import { createClient as createOrdersClient } from '../../src/bff/sources/orders/client.ts'
import { toBody as toOrderBody } from '../../src/bff/sources/orders/map.ts'
import { toOrder, toTasks } from '../../src/bff/sources/orders/to-order.ts'
import { createReadAnswers } from '../../src/bff/sources/orders/read-answers.ts'
import { pino } from 'pino'
import type { z } from 'zod'
import { ChatCard } from '#contract/chat'
import { ContactCard } from '#contract/contact'
import { Signature } from '#contract/session'
import { PushContent } from '#contract/content'
import { FieldTask } from '#contract/field-task'
import { GroupSop } from '#contract/group-sop'
import { Moment } from '#contract/moment'
import { Notice } from '#contract/notice'
import { Push } from '#contract/push'
import { Todo } from '#contract/todo'
import { createChatHandlers } from '../../src/bff/features/chat.ts'
import { createContactHandlers } from '../../src/bff/features/contact.ts'
import { createSeal } from '../../src/bff/secrets/seal.ts'
import { createClient as createTanma } from '../../src/bff/sources/tanma/client.ts'
import { GroupBody, groupMapper, toGroupSops } from '../../src/bff/sources/tanma/map.ts'
import { createClient as createWaiqin } from '../../src/bff/sources/waiqin/client.ts'
import { toFieldTask } from '../../src/bff/sources/waiqin/to-field-task.ts'
import { TaskBody, toTaskRow, toTypeRow, TypeBody } from '../../src/bff/sources/waiqin/map.ts'
import { CustomerBody, toCustomerRow } from '../../src/bff/sources/waiqin/map-customer.ts'
import { createClient as createYoumi } from '../../src/bff/sources/youmi/client.ts'
import { toBody, toTodo } from '../../src/bff/sources/youmi/map.ts'
import { createAvatar } from '../../src/bff/sources/yunzhong/notices/avatar.ts'
import { createClient as createYunzhong } from '../../src/bff/sources/yunzhong/client.ts'
import { createJar } from '../../src/bff/sources/yunzhong/jar.ts'
import { toPieces } from '../../src/bff/sources/yunzhong/map-content.ts'
import { MomentBody, toJobRow, toMoment } from '../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { toNoticeBody } from '../../src/bff/sources/yunzhong/notices/map-notice.ts'
import { toPush, toPushBody } from '../../src/bff/sources/yunzhong/pushes/map-push.ts'
import type { LeaseStore, TokenStore } from '../../src/bff/store/store.ts'
import type { Http } from '../../src/bff/upstream/http.ts'
import { createWecom } from '../../src/bff/wecom/index.ts'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { clockOf } from '../support/clock.ts'

/** Turns one vendor answer into contract values, without HTTP, store and caches. */
export interface Reader {
  vendor: VendorName
  /** The end of the operation's path. */
  operation: string
  /** The resulting values, and the schema that each must match. */
  read(http: Http): Promise<[schema: z.ZodType, values: readonly unknown[]]>
}

const now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
const log = pino({ level: 'silent' })
const signal = () => new AbortController().signal
const apiUrl = 'https://vendor.example'

const tokens: TokenStore = { get: async () => null, put: async () => {}, drop: async () => {} }
const leases: LeaseStore = {
  acquire: async () => true,
  extend: async () => true,
  msLeft: async () => 0,
  release: async () => {},
}
const shared = { store: { tokens, leases }, seal: createSeal(['0123456789abcdef0123456789abcdef']), clock, owner: 'me' }
const jar = () => createJar('PHPSESSID=x')
/** The body as the database returns it. */
const kept = (body: unknown): unknown => JSON.parse(JSON.stringify(body))

const wecomConfig = { corpId: 'ww1', agentId: '7', secret: 's', apiUrl, oauthUrl: apiUrl, webLoginUrl: null }
const wecom = (http: Http) => createWecom({ ...shared, config: wecomConfig, http })
const youmiConfig = {
  apiUrl,
  tokenUrl: `${apiUrl}/connect/token`,
  clientId: 'c',
  clientSecret: 's',
  tenantId: null,
  isStaffIdUserid: true,
}
const waiqin = (http: Http) =>
  createWaiqin({ config: { apiUrl, openid: '8412600713655280641', appKey: 'k', since: null }, http, clock, log })
const tanma = (http: Http) =>
  createTanma({ config: { apiUrl, appId: 'a', appKey: 'k', sendStatus: new Map() }, http, clock, log })
const yunzhong = (http: Http) =>
  createYunzhong({ config: { apiUrl, uniacid: '6', businessId: '1', service: null }, http, log })
const avatar = createAvatar(apiUrl)

const call = { query: undefined, body: undefined, log, requestId: 'r', refresh: false }
const staff = { userid: cast.salesperson, name: '孟祥宇' }

async function contactCard(http: Http) {
  const access = {
    contact: (_userid: string, id: string) => wecom(http).contact(id, signal()),
  }
  const nameOf = async () => null
  const handlers = createContactHandlers({
    access,
    wecom: { nameOf },
    sources: { youmi: null, waiqin: null, orders: null },
    links: { ofContact: async () => [] },
    makers: { isAdmin: () => false },
  })
  return handlers['GET /api/contacts/:externalUserId']({
    ...call,
    staff,
    signal: signal(),
    params: { externalUserId: cast.seedContact },
  })
}

async function chatCard(http: Http) {
  const access = {
    chat: (_userid: string, id: string) => wecom(http).chat(id, signal()),
  }
  const handlers = createChatHandlers({ access, wecom: { nameOf: async () => null } })
  return handlers['GET /api/chats/:chatId']({ ...call, staff, signal: signal(), params: { chatId: cast.seedChat } })
}

async function todos(http: Http): Promise<Todo[]> {
  const { todos: rows } = await createYoumi({ ...shared, config: youmiConfig, http, log }).todosOf('b08', signal())
  return rows.map((row) => toTodo(toBody(row), { isMine: true, now }))
}

async function fieldTasks(http: Http): Promise<FieldTask[]> {
  const page = await waiqin(http).tasks({ by: 'create', from: '2026-11-20', to: '2026-11-20' }, 1, signal())
  const names = { types: new Map(), customers: new Map() }
  const { rows } = await page.read()
  return rows.map((row) => toFieldTask(TaskBody.parse(kept(toTaskRow(row).body)), names, { staffId: '1', now }))
}

async function groupSops(http: Http): Promise<GroupSop[]> {
  const { groups } = await tanma(http).groups({ pageNo: 1 }, signal())
  return groups
    .map((group) => groupMapper.toRow(group, now))
    .flatMap((row) => toGroupSops({ ...row, body: GroupBody.parse(kept(row.body)) }, new Map(), now))
}

async function moments(http: Http): Promise<Moment[]> {
  const { rows } = await yunzhong(http).momentJobs(jar(), '1', 1, signal())
  const people = [{ user_id: cast.salesperson, status: 1 }]
  return rows.map((job) => toMoment({ body: MomentBody.parse(kept(toJobRow(job, null, people).body)), status: 'open' }))
}

async function notices(http: Http): Promise<Notice[]> {
  const { rows } = await yunzhong(http).notices(jar(), 'unread', 1, signal())
  return rows.map((row) => Object.assign(toNoticeBody(row, false, avatar), { canMarkRead: false }))
}

async function pushes(http: Http): Promise<Push[]> {
  const { rows } = await yunzhong(http).pending(jar(), { externalUserId: cast.seedContact }, signal())
  return rows.map((row) => toPush(toPushBody(row), new Map(), now))
}

async function pushContent(http: Http): Promise<PushContent> {
  const content = await yunzhong(http).content(jar(), { externalUserId: cast.seedContact }, '701', signal())
  const pieces = toPieces(content?.content_list).map((piece) => Object.assign(piece, { placedAt: null }))
  return { pushId: '701', title: content?.task_name ?? '', pieces }
}

const orderConfig = {
  url: 'http://orders.vendor/orders',
  secrets: [`whsec_${Buffer.alloc(24).toString('base64')}`],
  eventSecrets: [],
  name: null,
  linkHosts: ['*.yunhuo.sandbox.invalid'],
  imageHosts: ['127.0.0.1'],
}
const reader = { userid: cast.salesperson, now }
const asked = {
  userid: cast.salesperson,
  identities: [{ type: 'external_userid', value: cast.seedContact, proof: 'wecom' }],
} as const
const look = { link: () => null, picture: () => null }

function orderAnswers(http: Http) {
  const client = createOrdersClient({ config: orderConfig, corpId: 'ww1', http, clock })
  const kept = { note: async () => undefined, count: async () => 0 }
  return { client, answers: createReadAnswers({ client, config: orderConfig, kept, log, clock }) }
}

async function orders(http: Http): Promise<Order[]> {
  const page = await orderAnswers(http).answers.page(asked, { status: 'all', limit: 50 }, signal())
  return page.orders.map((body) => toOrder(body, cast.seedContact, reader))
}

async function oneOrder(http: Http): Promise<Order[]> {
  const { order } = await orderAnswers(http).client.get(asked, '1', signal())
  return [toOrder(toOrderBody(order, look), cast.seedContact, reader)]
}

async function myOrderTasks(http: Http): Promise<OrderTask[]> {
  const page = await orderAnswers(http).answers.mine(cast.salesperson, { limit: 50 }, signal())
  return page.orders.flatMap((body) => toTasks(body, body.customerName, reader))
}

/** All vendor answers from which the board's rows are made. */
export const readers: readonly Reader[] = [
  {
    vendor: 'wecom',
    operation: '/externalcontact/get',
    read: async (http) => [ContactCard, [await contactCard(http)]],
  },
  { vendor: 'wecom', operation: 'groupchat/get', read: async (http) => [ChatCard, [await chatCard(http)]] },
  {
    vendor: 'wecom',
    operation: 'ticket/get',
    read: async (http) => [Signature, [await wecom(http).signature(apiUrl, signal())]],
  },
  { vendor: 'youmi', operation: 'GetChargeDaffairesList', read: async (http) => [Todo, await todos(http)] },
  { vendor: 'waiqin', operation: '/queryTask', read: async (http) => [FieldTask, await fieldTasks(http)] },
  {
    vendor: 'waiqin',
    operation: 'queryTaskType',
    read: async (http) => [
      TypeBody,
      (await waiqin(http).types(null, signal())).rows.map((type) => toTypeRow(type).body),
    ],
  },
  {
    vendor: 'waiqin',
    operation: 'queryCustomer',
    read: async (http) => [
      CustomerBody,
      (await (await waiqin(http).customers(1, signal())).read()).rows.map((row) => toCustomerRow(row).body),
    ],
  },
  { vendor: 'tanma', operation: 'getGroupList', read: async (http) => [GroupSop, await groupSops(http)] },
  { vendor: 'orders', operation: 'orders.list', read: async (http) => [Order, await orders(http)] },
  { vendor: 'orders', operation: 'orders.get', read: async (http) => [Order, await oneOrder(http)] },
  { vendor: 'orders', operation: 'orders.mine', read: async (http) => [OrderTask, await myOrderTasks(http)] },
  { vendor: 'yunzhong', operation: 'getFriendsJobList', read: async (http) => [Moment, await moments(http)] },
  { vendor: 'yunzhong', operation: 'notice/unread', read: async (http) => [Notice, await notices(http)] },
  { vendor: 'yunzhong', operation: '.getTask', read: async (http) => [Push, await pushes(http)] },
  { vendor: 'yunzhong', operation: 'getContent', read: async (http) => [PushContent, [await pushContent(http)]] },
]

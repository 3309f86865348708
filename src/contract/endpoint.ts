import { z } from 'zod'
import { ChatCard } from '#contract/chat'
import { ContactCard } from '#contract/contact'
import { LinkCandidates } from '#contract/link'
import { ChatId, ExternalUserId, RowId, SourceKey } from '#contract/id'
import { PanelId, PanelPlacement, PanelToken, PanelTokenRequest } from '#contract/panel'
import { Session, Signature } from '#contract/session'
import { LinkedSourceId } from '#contract/source'
import { PushContent } from '#contract/content'
import { OrderAnswer, OrderId, OrderList, OrderQuery } from '#contract/order'
import {
  FieldTaskList,
  GroupSopList,
  ListQuery,
  MomentList,
  NoticeList,
  OrderTaskList,
  PushList,
  TodoList,
} from '#contract/work'

interface Endpoint {
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  response: z.ZodType
}

const none = z.null()
const contact = z.object({ externalUserId: ExternalUserId })
const chat = z.object({ chatId: ChatId })
const contactPush = contact.extend({ pushId: RowId })
const chatPush = chat.extend({ pushId: RowId })
/** A piece's key, or `all`. */
const piece = { key: z.string().regex(/^[\w-]{1,32}$/) }
const Credentials = z.strictObject({ mobile: z.string().regex(/^\d{5,15}$/), password: z.string().min(1).max(128) })
const order = contact.extend({ orderId: OrderId })
const panel = { panelId: PanelId }
const link = contact.extend({ source: LinkedSourceId, sourceId: SourceKey })

/**
 * Every call that the browser may make, and what it answers. The app's client types, the BFF's routes and
 * `/api/openapi.json` come from this table. Where the answer is `null` the status is 204.
 */
export const endpoints = {
  'GET /api/session': { response: Session },
  'POST /api/wecom/signature': { body: z.strictObject({ url: z.string().max(2048) }), response: Signature },
  'GET /api/contacts/:externalUserId': { params: contact, response: ContactCard },
  'GET /api/contacts/:externalUserId/todos': { params: contact, query: ListQuery, response: TodoList },
  'GET /api/contacts/:externalUserId/field-tasks': { params: contact, query: ListQuery, response: FieldTaskList },
  'GET /api/contacts/:externalUserId/group-sops': { params: contact, query: ListQuery, response: GroupSopList },
  'GET /api/contacts/:externalUserId/order-tasks': { params: contact, query: ListQuery, response: OrderTaskList },
  'GET /api/contacts/:externalUserId/orders': { params: contact, query: OrderQuery, response: OrderList },
  'GET /api/contacts/:externalUserId/orders/:orderId': { params: order, response: OrderAnswer },
  'GET /api/contacts/:externalUserId/link-candidates': {
    params: contact,
    query: z.object({ source: LinkedSourceId, q: z.string().max(100).optional() }),
    response: LinkCandidates,
  },
  'PUT /api/contacts/:externalUserId/links/:source/:sourceId': { params: link, response: none },
  'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': { params: link, response: none },
  'GET /api/chats/:chatId': { params: chat, response: ChatCard },
  'GET /api/chats/:chatId/group-sops': { params: chat, query: ListQuery, response: GroupSopList },
  'GET /api/contacts/:externalUserId/pushes': { params: contact, query: ListQuery, response: PushList },
  'GET /api/contacts/:externalUserId/pushes/:pushId': { params: contactPush, response: PushContent },
  'PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key': {
    params: contactPush.extend(piece),
    response: none,
  },
  'GET /api/chats/:chatId/pushes': { params: chat, query: ListQuery, response: PushList },
  'GET /api/chats/:chatId/pushes/:pushId': { params: chatPush, response: PushContent },
  'PUT /api/chats/:chatId/pushes/:pushId/placements/:key': { params: chatPush.extend(piece), response: none },
  'GET /api/me/todos': { query: ListQuery, response: TodoList },
  'GET /api/me/field-tasks': { query: ListQuery, response: FieldTaskList },
  'GET /api/me/group-sops': { query: ListQuery, response: GroupSopList },
  'GET /api/me/order-tasks': { query: ListQuery, response: OrderTaskList },
  'GET /api/me/moments': {
    query: ListQuery.extend({ externalUserId: ExternalUserId.optional() }),
    response: MomentList,
  },
  'GET /api/me/notices': { query: ListQuery, response: NoticeList },
  'PUT /api/me/notices/:noticeId/read': { params: z.object({ noticeId: RowId }), response: none },
  'POST /api/contacts/:externalUserId/panels/:panelId/token': {
    params: contact.extend(panel),
    body: PanelTokenRequest,
    response: PanelToken,
  },
  'POST /api/chats/:chatId/panels/:panelId/token': {
    params: chat.extend(panel),
    body: PanelTokenRequest,
    response: PanelToken,
  },
  'POST /api/contacts/:externalUserId/panels/:panelId/placements': {
    params: contact.extend(panel),
    body: PanelPlacement,
    response: none,
  },
  'POST /api/chats/:chatId/panels/:panelId/placements': {
    params: chat.extend(panel),
    body: PanelPlacement,
    response: none,
  },
  'POST /api/me/panels/:panelId/token': { params: z.object(panel), body: PanelTokenRequest, response: PanelToken },
  'PUT /api/me/connections/yunzhong': { body: Credentials, response: none },
  'DELETE /api/me/connections/yunzhong': { response: none },
} as const satisfies Record<`${'GET' | 'POST' | 'PUT' | 'DELETE'} /api/${string}`, Endpoint>

export type Endpoints = typeof endpoints
/** `METHOD /path`, a key of the table. */
export type Call = keyof Endpoints

/** What one call of a table takes in this place, or answers: as the caller writes it (`input`), or as it is read (`output`). */
export type PartOf<Endpoint, Place extends string, Way extends 'input' | 'output'> =
  Endpoint extends Record<Place, infer Schema extends z.ZodType>
    ? Way extends 'input'
      ? z.input<Schema>
      : z.output<Schema>
    : undefined

export type Params<C extends Call> = PartOf<Endpoints[C], 'params', 'output'>
/** As the caller writes it: defaults may be left out. */
export type Query<C extends Call> = PartOf<Endpoints[C], 'query', 'input'>
/** As the BFF reads it, parsed. */
export type ParsedQuery<C extends Call> = PartOf<Endpoints[C], 'query', 'output'>
export type Body<C extends Call> = PartOf<Endpoints[C], 'body', 'output'>
export type Answer<C extends Call> = PartOf<Endpoints[C], 'response', 'output'>

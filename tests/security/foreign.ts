import type { BoardCall } from '#contract/board'
import type { Call } from '#contract/endpoint'
import type { PictureCall } from '#contract/picture'
import { customerIdOf, outsiderId } from '../../src/sandbox/vendors/orders/customers.ts'
import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import type { Salesperson } from '../support/start-salespeople.ts'

/** A request for another user's data, and the same request with an id that does not exist. */
export interface Probe {
  url: string
  ghost: string
  payload?: object
}

/** The ids that belong to one salesperson, and those that belong only to others. */
export interface Ownership {
  mine: { contact: string; chat: string }
  foreign: {
    contacts: string[]
    chats: string[]
    pushes: string[]
    customers: string[]
    notices: string[]
    jobs: string[]
    /** Of other customers than that contact, and those customers in the order system. */
    orders: string[]
    buyers: string[]
  }
}

/** Well-formed ids that do not exist. */
const ghost = {
  contact: 'wmNobodyHasThisOneAAAAAAAAAAAAAAAAA',
  chat: 'wrNobodyHasThisOneAAAAAAAAAAAAAAAAA',
  push: '987654',
  customer: '7269195022900000000',
  notice: '987654',
  job: '987654',
  order: '4096000000000000000',
  buyer: 'KH99999',
  panel: 'nothing',
}

/** Each search of the order system counts, and thirty are a minute's. */
const mostBuyers = 5

/** Read from the simulators' data, independently of the BFF. */
export function ownershipOf(who: Salesperson, { world, vendors }: Simulators): Ownership {
  const { contacts, chats, staff, links } = world
  const follows = (contact: (typeof contacts)[number]) => contact.follows.some(({ userid }) => userid === who)
  const isIn = (chat: (typeof chats)[number]) =>
    chat.owner === who || chat.admins.includes(who) || chat.members.some(({ id }) => id === who)
  const others = staff.filter(({ userid }) => userid !== who).map(({ userid }) => userid)
  const mine = contacts.filter((contact) => follows(contact) && !contact.gone)
  const buyersOf = (isTheirs: (contact: (typeof contacts)[number]) => boolean) =>
    contacts.flatMap((contact, index) => (isTheirs(contact) ? [] : [customerIdOf(index)]))
  const buyers = buyersOf((contact) => contact === mine[0])
  const known = new Set(mine.flatMap(({ youmiId, waiqinId }) => [youmiId, waiqinId]))
  return {
    mine: { contact: mine[0]?.externalUserId ?? '', chat: chats.find(isIn)?.chatId ?? '' },
    foreign: {
      contacts: contacts.filter((contact) => !follows(contact)).map(({ externalUserId }) => externalUserId),
      chats: chats.filter((chat) => !isIn(chat)).map(({ chatId }) => chatId),
      pushes: others.flatMap((userid) => vendors.yunzhong.pendingPushes(userid)).map(({ id }) => String(id)),
      customers: links
        .filter(({ subject, source_id: id }) => subject === 'contact' && !known.has(id))
        .map(({ source_id: id }) => id),
      jobs: others
        .flatMap((userid) => vendors.yunzhong.jobsOf(userid))
        .flatMap(({ id, people }) => (people.some(({ userid }) => userid === who) ? [] : [String(id)])),
      orders: [...buyers, outsiderId].flatMap((id) => vendors.orders.ordersOfCustomer(id)).map(({ id }) => id),
      buyers: buyersOf(follows).slice(-mostBuyers),
      notices: others.flatMap((userid) => vendors.yunzhong.noticesOf(userid)).map(({ row }) => String(row.id)),
    },
  }
}

type Probes = (ownership: Ownership) => Probe[]

const ofContacts =
  (tail = ''): Probes =>
  ({ foreign }) =>
    foreign.contacts.map((id) => ({
      url: `/api/contacts/${id}${tail}`,
      ghost: `/api/contacts/${ghost.contact}${tail}`,
    }))

const ofChats =
  (tail = ''): Probes =>
  ({ foreign }) =>
    foreign.chats.map((id) => ({ url: `/api/chats/${id}${tail}`, ghost: `/api/chats/${ghost.chat}${tail}` }))

/** Another user's pushes: under the user's own contact or group, and under one that they may not see. */
const ofPushes =
  (kind: 'contacts' | 'chats', tail = ''): Probes =>
  (ownership) => {
    const { mine, foreign } = ownership
    const own = `/api/${kind}/${kind === 'chats' ? mine.chat : mine.contact}/pushes`
    const subjects = kind === 'chats' ? ofChats : ofContacts
    const [push = ''] = foreign.pushes
    return [
      ...foreign.pushes.map((id) => ({ url: `${own}/${id}${tail}`, ghost: `${own}/${ghost.push}${tail}` })),
      ...subjects(`/pushes/${push}${tail}`)(ownership),
    ]
  }

/** A colleague's customer, which is not among the user's candidates. */
const ofCustomers: Probes = ({ mine, foreign }) => {
  const own = `/api/contacts/${mine.contact}/links`
  return foreign.customers.map((id) => {
    const source = id.startsWith('wxid') ? 'youmi' : 'waiqin'
    return { url: `${own}/${source}/${id}`, ghost: `${own}/${source}/${ghost.customer}` }
  })
}

/** Another customer's orders: under the user's own contact, and under one that they may not see. */
const ofOrders =
  (tail = ''): Probes =>
  (ownership) => {
    const { mine, foreign } = ownership
    const own = `/api/contacts/${mine.contact}/orders`
    const [order = ''] = foreign.orders
    return [
      ...foreign.orders.map((id) => ({ url: `${own}/${id}${tail}`, ghost: `${own}/${ghost.order}${tail}` })),
      ...ofContacts(`/orders/${order}${tail}`)(ownership),
    ]
  }

/** A customer of the order system whom it does not offer for this contact. */
const ofBuyers: Probes = ({ mine, foreign }) => {
  const own = `/api/contacts/${mine.contact}/links/orders`
  return foreign.buyers.map((id) => ({ url: `${own}/${id}`, ghost: `${own}/${ghost.buyer}` }))
}

/** Panels for others alone. */
const ofPanels =
  (own: (mine: Ownership['mine']) => string): Probes =>
  ({ mine }) =>
    ['bosses', 'others'].map((id) => ({
      url: `${own(mine)}/panels/${id}/token`,
      ghost: `${own(mine)}/panels/${ghost.panel}/token`,
    }))

const both =
  (...all: Probes[]): Probes =>
  (ownership) =>
    all.flatMap((probes) => probes(ownership))

/** A call without an id of others; that it returns only the user's own rows is tested by its content. */
export const namesNobody = 'names nobody'

/** Every call of the contract with its requests for others' data. A new call must be added here. */
export const foreignProbes: Record<Call | BoardCall | PictureCall, Probes | typeof namesNobody> = {
  'GET /api/session': namesNobody,
  'POST /api/wecom/signature': namesNobody,
  'GET /api/contacts/:externalUserId': ofContacts(),
  'GET /api/contacts/:externalUserId/todos': ofContacts('/todos?status=all'),
  'GET /api/contacts/:externalUserId/field-tasks': ofContacts('/field-tasks?status=all'),
  'GET /api/contacts/:externalUserId/group-sops': ofContacts('/group-sops?status=all'),
  'GET /api/contacts/:externalUserId/link-candidates': both(
    ofContacts('/link-candidates?source=youmi'),
    ofContacts('/link-candidates?source=waiqin'),
    ofContacts('/link-candidates?source=orders'),
  ),
  'GET /api/contacts/:externalUserId/order-tasks': ofContacts('/order-tasks?status=all'),
  'GET /api/contacts/:externalUserId/orders': ofContacts('/orders?status=all'),
  'GET /api/contacts/:externalUserId/orders/:orderId': ofOrders(),
  'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture': ofOrders('/items/0/picture'),
  'PUT /api/contacts/:externalUserId/links/:source/:sourceId': both(
    ofCustomers,
    ofBuyers,
    ofContacts(`/links/waiqin/${ghost.customer}`),
    ofContacts(`/links/orders/${ghost.buyer}`),
  ),
  'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': ofContacts(`/links/waiqin/${ghost.customer}`),
  'GET /api/chats/:chatId': ofChats(),
  'GET /api/chats/:chatId/group-sops': ofChats('/group-sops?status=all'),
  'GET /api/contacts/:externalUserId/pushes': ofContacts('/pushes?status=all'),
  'GET /api/contacts/:externalUserId/pushes/:pushId': ofPushes('contacts'),
  'PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key': both(
    ofPushes('contacts', '/placements/all'),
    ofPushes('contacts', '/placements/0'),
  ),
  'GET /api/chats/:chatId/pushes': ofChats('/pushes?status=all'),
  'GET /api/chats/:chatId/pushes/:pushId': ofPushes('chats'),
  'PUT /api/chats/:chatId/pushes/:pushId/placements/:key': both(
    ofPushes('chats', '/placements/all'),
    ofPushes('chats', '/placements/0'),
  ),
  'GET /api/contacts/:externalUserId/board': ofContacts('/board'),
  'GET /api/chats/:chatId/board': ofChats('/board'),
  'GET /api/me/board': namesNobody,
  'GET /api/me/todos': namesNobody,
  'GET /api/me/field-tasks': namesNobody,
  'GET /api/me/group-sops': namesNobody,
  'GET /api/me/order-tasks': namesNobody,
  'GET /api/me/moments': ({ foreign }) =>
    foreign.contacts.map((id) => ({
      url: `/api/me/moments?externalUserId=${id}`,
      ghost: `/api/me/moments?externalUserId=${ghost.contact}`,
    })),
  'GET /api/contacts/:externalUserId/pushes/:pushId/pieces/:key/picture': ofPushes('contacts', '/pieces/0/picture'),
  'GET /api/chats/:chatId/pushes/:pushId/pieces/:key/picture': ofPushes('chats', '/pieces/0/picture'),
  'GET /api/me/moments/:jobId/attachments/:index/picture': ({ foreign }) =>
    foreign.jobs.flatMap((id) =>
      [0, 1].map((index) => ({
        url: `/api/me/moments/${id}/attachments/${index}/picture`,
        ghost: `/api/me/moments/${ghost.job}/attachments/${index}/picture`,
      })),
    ),
  'GET /api/me/notices': namesNobody,
  'PUT /api/me/notices/:noticeId/read': ({ foreign }) =>
    foreign.notices.map((id) => ({
      url: `/api/me/notices/${id}/read`,
      ghost: `/api/me/notices/${ghost.notice}/read`,
    })),
  'POST /api/contacts/:externalUserId/panels/:panelId/token': both(
    ofContacts('/panels/crm/token'),
    ofPanels(({ contact }) => `/api/contacts/${contact}`),
  ),
  'POST /api/chats/:chatId/panels/:panelId/token': both(
    ofChats('/panels/crm/token'),
    ofPanels(({ chat }) => `/api/chats/${chat}`),
  ),
  'POST /api/me/panels/:panelId/token': ofPanels(() => '/api/me'),
  'PUT /api/me/connections/yunzhong': namesNobody,
  'DELETE /api/me/connections/yunzhong': namesNobody,
}

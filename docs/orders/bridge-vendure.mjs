// A bridge between the contract sidedesk-orders/1 (docs/orders.md) and Vendure 3, over HTTP, with nothing but Node 20:
//   ORDERS_SECRET=whsec_… SHOP_URL=http://127.0.0.1:3000 SHOP_USER=… SHOP_PASSWORD=… PORT=8090 node docs/orders/bridge-vendure.mjs
// Vendure's customers need the custom fields externalUserId, unionId and staffUserid (who serves them); the user needs
// ReadCustomer and ReadOrder. All orders of a customer are read at once, the newest hundred.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const { ORDERS_SECRET = '', SHOP_URL, SHOP_USER, SHOP_PASSWORD, PORT = '8090' } = process.env
const key = Buffer.from(ORDERS_SECRET.replace(/^whsec_/, ''), 'base64')
if (key.length < 24) throw new Error('ORDERS_SECRET: whsec_ and base64 of 24 to 64 bytes')

class Refusal extends Error {
  constructor(status, code) {
    super(code)
    Object.assign(this, { status, code })
  }
}

// --- Vendure: one session for all questions, ten times faster than an API key, and a new one when it has ended ---
let token = ''

async function post(query, variables) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const body = JSON.stringify({ query, variables })
  const answer = await fetch(`${SHOP_URL}/admin-api`, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) })
  return { ...(await answer.json().catch(() => ({}))), session: answer.headers.get('vendure-auth-token') }
}

const isForbidden = ({ errors = [] }) => errors.some(({ extensions }) => extensions?.code === 'FORBIDDEN')

async function ask(query, variables) {
  let answer = token ? await post(query, variables) : { errors: [{ extensions: { code: 'FORBIDDEN' } }] }
  if (isForbidden(answer)) {
    token = ''
    const login = 'mutation ($user: String!, $password: String!) { login(username: $user, password: $password) { __typename } }'
    token = (await post(login, { user: SHOP_USER, password: SHOP_PASSWORD })).session ?? ''
    answer = await post(query, variables)
  }
  if (!answer.data || answer.errors) throw new Error('the shop refuses')
  return answer.data
}

const customersQuery = `query ($filter: CustomerFilterParameter!) { customers(options: { filter: $filter, take: 100 }) { items {
  id lastName phoneNumber customFields { externalUserId staffUserid }
  orders(options: { take: 100, sort: { createdAt: DESC } }) { items {
    id code state createdAt updatedAt currencyCode totalWithTax shippingAddress { fullName phoneNumber province city }
    lines { quantity orderPlacedQuantity discountedUnitPriceWithTax productVariant { sku name } }
    payments { state amount createdAt refunds { id state total createdAt } }
    fulfillments { state method trackingCode createdAt } } } } } }`

const customers = async (filter) => (await ask(customersQuery, { filter })).customers.items

// --- Vendure's order in the contract's words -----------------------------------------------------------------------
const statuses = {
  ArrangingPayment: ['pending_payment', '待付款', 'unshipped'],
  PaymentAuthorized: ['pending_review', '待确认收款', 'unshipped'],
  ArrangingAdditionalPayment: ['pending_review', '待补款', 'unshipped'],
  Modifying: ['pending_review', '修改中', 'unshipped'],
  PaymentSettled: ['to_ship', '待发货', 'unshipped'],
  PartiallyShipped: ['partly_shipped', '部分发货', 'partly_shipped'],
  PartiallyDelivered: ['partly_shipped', '部分签收', 'partly_shipped'],
  Shipped: ['shipped', '已发货', 'shipped'],
  Delivered: ['completed', '已完成', 'delivered'],
  Cancelled: ['closed', '已取消', 'unknown'],
}

// A cart is no order. An unpaid order is `active`, too, so that the state has to tell.
const isOrder = ({ state }) => !['AddingItems', 'Draft', 'Created'].includes(state)
const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0)
const settled = (rows) => rows.filter(({ state }) => state === 'Settled')
const hoursAfter = (time, hours) => new Date(Date.parse(time) + hours * 3_600_000).toISOString()
const mask = (phone) => phone && `${phone.slice(0, 3)}****${phone.slice(-4)}`

// Once cancelled, the total and the quantities are 0, and what was ordered stands in other fields.
function toItem({ quantity, orderPlacedQuantity, discountedUnitPriceWithTax: unitPrice, productVariant: { sku, name } }) {
  const ordered = orderPlacedQuantity || quantity
  return { sku, name, quantity: ordered, unitPrice, total: unitPrice * ordered }
}

function toPayment({ payable, paid, refunded }) {
  if (refunded > 0) return refunded < paid ? 'partly_refunded' : 'refunded'
  if (paid === 0) return 'unpaid'
  return paid < payable ? 'partly_paid' : 'paid'
}

// Vendure dates nothing for people, so these are the contract's suggestions.
function toTasks({ state, createdAt }, paidAt, waiting, staffUserid) {
  const task = (id, kind, title, dueAt) => ({ id, kind, title, dueAt, status: 'open', assignees: staffUserid ? [staffUserid] : [] })
  return [
    ...(state === 'ArrangingPayment' ? [task('pay', 'collect_payment', '催客户付款', hoursAfter(createdAt, 24))] : []),
    ...(state === 'PaymentSettled' ? [task('ship', 'deliver', '安排发货', hoursAfter(paidAt ?? createdAt, 48))] : []),
    ...waiting.map((refund) => task(`refund-${refund.id}`, 'refund', '跟进退款', hoursAfter(refund.createdAt, 24))),
  ].slice(0, 5)
}

function toOrder(order, customer) {
  const refunds = order.payments.flatMap((payment) => payment.refunds)
  const waiting = refunds.filter(({ state }) => state === 'Pending')
  const paidAt = settled(order.payments)[0]?.createdAt ?? null
  const items = order.lines.map(toItem)
  const amounts = {
    currency: order.currencyCode,
    payable: order.totalWithTax || sum(items.map(({ total }) => total)),
    paid: sum(settled(order.payments).map(({ amount }) => amount)),
    refunded: sum(settled(refunds).map(({ total }) => total)),
  }
  const [status, statusText, fulfilment] = statuses[order.state] ?? ['unknown', order.state, 'unknown']
  const { fullName, phoneNumber, province, city } = order.shippingAddress ?? {}
  return {
    id: order.id,
    number: order.code,
    customerId: customer.id,
    title: items.length > 1 ? `${items[0].name} 等 ${items.length} 种` : (items[0]?.name ?? order.code),
    status: waiting.length > 0 ? 'after_sales' : status,
    statusText: waiting.length > 0 ? '退款中' : statusText,
    payment: toPayment(amounts),
    fulfilment,
    afterSales: waiting[0] ? { status: 'refunding', text: '等待退款', at: waiting[0].createdAt } : null,
    amounts,
    items,
    receiver: { name: fullName && `${fullName[0]}*`, phone: mask(phoneNumber), region: [province, city].filter(Boolean).join(' ') },
    parcels: order.fulfillments.filter(({ state }) => state !== 'Cancelled').map((parcel) => ({
      carrier: parcel.method,
      trackingNumber: parcel.trackingCode ?? '',
      status: { Shipped: 'in_transit', Delivered: 'signed' }[parcel.state] ?? 'created',
      shippedAt: parcel.state === 'Pending' ? null : parcel.createdAt,
    })),
    createdAt: order.createdAt,
    paidAt,
    updatedAt: order.updatedAt,
    tasks: toTasks(order, paidAt, waiting, customer.customFields.staffUserid),
  }
}

const ordersOf = (customer) => customer.orders.items.filter(isOrder).map((order) => toOrder(order, customer))
const toListed = (order) => ({ ...order, items: order.items.slice(0, 3), itemCount: order.items.length })
const isOpen = ({ status, tasks }) => !['completed', 'closed'].includes(status) || tasks.length > 0
const wordsOf = ({ number, items, parcels }) => [number, ...items.map(({ name }) => name), ...parcels.map((each) => each.trackingNumber)]

// --- What the contract asks ------------------------------------------------------------------------------------------
const now = () => new Date().toISOString()
const fields = { external_userid: 'externalUserId', unionid: 'unionId', customer_id: 'id', phone: 'phoneNumber' }
const toCandidate = ({ id, lastName, phoneNumber }) => ({ customerId: id, title: lastName, subtitle: mask(phoneNumber) ?? '', reasons: ['phone'] })

async function find({ customer, staff }) {
  const identities = customer?.identities ?? []
  if (identities.length === 0 || identities.some(({ value }) => !value || value === 'null')) throw new Refusal(400, 'no_identity')
  const known = identities.filter(({ type }) => Object.hasOwn(fields, type))
  const found = await Promise.all(known.map(({ type, value }) => customers({ [fields[type]]: { eq: value } })))
  const hits = found.flatMap((rows, index) => rows.map((row) => ({ row, type: known[index].type })))
  // A phone may have been written by anybody: it finds candidates and never shows an order.
  const proven = new Map(hits.filter(({ type }) => type !== 'phone').map(({ row }) => [row.id, row]))
  if (proven.size !== 1) {
    const mine = hits.map(({ row }) => row).filter((row) => row.customFields.staffUserid === staff?.userid)
    return { match: proven.size > 1 ? 'many' : 'none', customer: null, candidates: mine.map(toCandidate) }
  }
  const [row] = proven.values()
  if (row.customFields.staffUserid !== staff?.userid) throw new Refusal(403, 'not_allowed')
  const matchedBy = [...new Set(hits.filter((hit) => hit.row.id === row.id).map(({ type }) => type))]
  return { match: 'one', row, customer: { customerId: row.id, name: row.lastName, matchedBy } }
}

// Vendure's ids are short numbers as text. The cursor holds the last row's key, and whose list it belongs to.
const keyOf = ({ createdAt, id }) => `${createdAt} ${id.padStart(20, '0')}`

function page(rows, whose, { limit = 20, cursor }) {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Refusal(400, 'bad_request')
  const [owner, last] = Buffer.from(String(cursor ?? ''), 'base64url').toString().split('\n')
  if (cursor !== undefined && (owner !== whose || !last)) throw new Refusal(400, 'bad_request')
  const rest = rows.filter((order) => !last || keyOf(order) < last).toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))
  const orders = rest.slice(0, limit)
  const next = rest.length > limit ? Buffer.from(`${whose}\n${keyOf(orders.at(-1))}`).toString('base64url') : null
  return { orders: orders.map(toListed), next, asOf: now() }
}

const answers = {
  ping: async () => ({ contract: '1', system: 'Vendure', now: now(), features: ['mine', 'search'] }),
  async 'orders.list'(data) {
    const { row, ...found } = await find(data)
    if (!row) return { ...found, orders: [], next: null, asOf: now() }
    const { status = 'all', q = '' } = data
    const isMeant = (order) => (status === 'all' || isOpen(order)) && wordsOf(order).some((word) => word.includes(q))
    const rows = ordersOf(row).filter(isMeant)
    return { ...found, total: rows.length, ...page(rows, `${row.id} ${status} ${q}`, data) }
  },
  async 'orders.get'(data) {
    const { row, customer } = await find(data)
    const order = row && ordersOf(row).find(({ id }) => id === data.orderId)
    if (!order) throw new Refusal(404, 'not_found')
    return { customer, order, asOf: now() }
  },
  async 'customers.search'({ q = '', phones = [], limit = 10, staff }) {
    if (q.length < 3 && phones.length === 0) throw new Refusal(400, 'bad_request')
    const meant = q ? [{ phoneNumber: { eq: q } }, { lastName: { contains: q } }] : []
    const filter = [...meant, ...phones.map((phone) => ({ phoneNumber: { eq: phone } }))]
    const rows = await customers({ _and: [{ staffUserid: { eq: staff?.userid ?? '' } }, { _or: filter }] })
    return { candidates: rows.slice(0, Math.min(limit, 10)).map(toCandidate) }
  },
  async 'orders.mine'(data) {
    const userid = data.staff?.userid ?? ''
    const rows = (await customers({ staffUserid: { eq: userid } })).flatMap((row) =>
      ordersOf(row).map((order) => Object.assign(order, { customer: { externalUserId: row.customFields.externalUserId } })),
    )
    return page(rows.filter(({ tasks }) => tasks.length > 0), `mine ${userid}`, data)
  },
}

// --- Signature and HTTP, as in server.mjs ---------------------------------------------------------------------------
const seen = new Map() // webhook-id → when it was used, for ten minutes

function verify({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures }, raw) {
  if (!id || !timestamp || !signatures) throw new Refusal(401, 'bad_signature')
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest()
  const fits = signatures.split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64')
    return each.startsWith('v1,') && given.length === wanted.length && timingSafeEqual(given, wanted)
  })
  if (!fits) throw new Refusal(401, 'bad_signature')
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) throw new Refusal(401, 'stale_timestamp')
  for (const [old, at] of seen) if (at < Date.now() - 600_000) seen.delete(old)
  if (seen.has(id)) throw new Refusal(401, 'replayed')
  seen.set(id, Date.now())
}

async function answer(request) {
  if (request.method !== 'POST') throw new Refusal(405, 'bad_request')
  const chunks = []
  let bytes = 0
  for await (const chunk of request) if ((bytes += chunk.length) <= 1_048_576) chunks.push(chunk)
  if (bytes > 1_048_576) throw new Refusal(413, 'bad_request')
  const raw = Buffer.concat(chunks)
  verify(request.headers, raw)
  const message = JSON.parse(raw.toString('utf8'))
  if (message?.contract !== '1') throw new Refusal(400, 'unsupported_contract')
  if (!Object.hasOwn(answers, message.type)) throw new Refusal(400, 'unknown_type')
  return answers[message.type](message.data ?? {})
}

const server = createServer(async (request, response) => {
  const reply = (status, type, body) =>
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body))
  try {
    reply(200, 'application/json', await answer(request))
  } catch (error) {
    const unread = error instanceof SyntaxError ? new Refusal(400, 'bad_request') : new Refusal(500, 'internal')
    const { status, code } = error instanceof Refusal ? error : unread
    reply(status, 'application/problem+json', { title: code, status, code })
  }
})
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`))

// A reference server for the contract sidedesk-orders/1 (docs/orders.md), with nothing but Node 20:
//   ORDERS_SECRET=whsec_… PORT=8090 node docs/orders/server.mjs
// It shows what an order system has to answer. Replace the reading of orders.json by your own database.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { customers, orders } = JSON.parse(readFileSync(new URL('orders.json', import.meta.url)))
const key = Buffer.from((process.env.ORDERS_SECRET ?? '').replace(/^whsec_/, ''), 'base64')
if (key.length < 24) throw new Error('ORDERS_SECRET: whsec_ and base64 of 24 to 64 bytes')

class Refusal extends Error {
  constructor(status, code) {
    super(code)
    Object.assign(this, { status, code })
  }
}
const now = () => new Date(Date.now() + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00')

// --- Signature: Standard Webhooks v1 over the raw bytes ---------------------------------------------------------
const seen = new Map() // webhook-id → when it was used, for ten minutes

function verify(headers, raw) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
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

// --- Who is asked about ------------------------------------------------------------------------------------------
const fields = { external_userid: 'externalUserId', unionid: 'unionId', customer_id: 'customerId', phone: 'phone' }

function find(identities, staff) {
  const isUnknown = ({ value }) => typeof value !== 'string' || value === '' || value === 'null'
  if (!Array.isArray(identities) || identities.length === 0 || identities.some(isUnknown)) throw new Refusal(400, 'no_identity')
  const hits = identities.flatMap(({ type, value }) =>
    customers.filter((each) => fields[type] && each[fields[type]] === value).map((row) => ({ type, row })),
  )
  // A phone may have been written by anybody: it finds candidates and never shows an order.
  const found = new Set(hits.filter(({ type }) => type !== 'phone').map(({ row }) => row))
  if (found.size !== 1) {
    const mine = [...new Set(hits.map(({ row }) => row))].filter((row) => row.staff.includes(staff?.userid))
    return { match: found.size === 0 ? 'none' : 'many', customer: null, candidates: mine.map(toCandidate) }
  }
  const [row] = found
  if (!row.staff.includes(staff?.userid)) throw new Refusal(403, 'not_allowed')
  const matchedBy = [...new Set(hits.filter((hit) => hit.row === row).map(({ type }) => type))]
  return { match: 'one', customer: { customerId: row.customerId, name: row.name, level: row.level, matchedBy } }
}

const toCandidate = ({ customerId, name, phone }) =>
  ({ customerId, title: name, subtitle: `${phone.slice(0, 3)}****${phone.slice(-4)}`, reasons: ['phone'] })

// --- Orders --------------------------------------------------------------------------------------------------------
const isOwed = ({ tasks }) => tasks.some(({ status }) => status === 'open')
const isOpen = (order) => !['completed', 'closed'].includes(order.status) || isOwed(order)
const wordsOf = ({ number, items, parcels }) => [number, ...items.map(({ name }) => name), ...parcels.map((each) => each.trackingNumber)]
const toListed = (order) => ({ ...order, remarks: undefined, items: order.items.slice(0, 3), itemCount: order.items.length })
const newestFirst = (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1)

// The cursor holds the key of the last row, not a position, and whose list it belongs to.
function page(rows, whose, { limit = 20, cursor }) {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Refusal(400, 'bad_request')
  const [owner, createdAt, id] = Buffer.from(String(cursor), 'base64url').toString().split('\n')
  if (cursor !== undefined && (owner !== whose || !id)) throw new Refusal(400, 'bad_request')
  const rest = rows.toSorted(newestFirst).filter((order) => cursor === undefined || newestFirst(order, { createdAt, id }) > 0)
  const shown = rest.slice(0, limit)
  const last = shown.at(-1)
  const next = rest.length > limit ? Buffer.from([whose, last.createdAt, last.id].join('\n')).toString('base64url') : null
  return { orders: shown.map(toListed), next, asOf: now() }
}

// Optional: a year in one line, for the card of the customer. One currency is assumed.
function sumUp(own) {
  const since = new Date(Date.now() - 365 * 86_400_000).toISOString()
  const year = own.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(since)).toSorted(newestFirst)
  const payable = year.reduce((sum, { amounts }) => sum + amounts.payable, 0)
  return { since, orders: year.length, amount: { currency: 'CNY', payable }, lastOrderAt: year[0]?.createdAt ?? null }
}

const answers = {
  ping: () => ({ contract: '1', system: 'reference', now: now(), features: ['mine', 'search'] }),
  'orders.list'({ staff, customer, status = 'all', q = '', ...paging }) {
    const found = find(customer?.identities, staff)
    if (found.match !== 'one') return { ...found, orders: [], next: null, asOf: now() }
    const { customerId } = found.customer
    const own = orders.filter((order) => order.customerId === customerId)
    const rows = own.filter((order) => (status === 'all' || isOpen(order)) && wordsOf(order).some((word) => word.includes(q)))
    return { ...found, ...page(rows, `${customerId} ${status} ${q}`, paging), total: rows.length, summary: sumUp(own) }
  },
  'orders.get'({ staff, customer, orderId }) {
    const found = find(customer?.identities, staff)
    const order = orders.find(({ id, customerId }) => id === orderId && customerId === found.customer?.customerId)
    if (!order) throw new Refusal(404, 'not_found')
    return { customer: found.customer, order, asOf: now() }
  },
  'customers.search'({ staff, q, phones = [], limit = 10 }) {
    if ((q === undefined && phones.length === 0) || (q !== undefined && q.length < 3)) throw new Refusal(400, 'bad_request')
    const isMeant = (each) => [q, ...phones].includes(each.phone) || (q && (each.name.includes(q) || each.customerId === q))
    const mine = customers.filter((each) => each.staff.includes(staff?.userid))
    return { candidates: mine.filter(isMeant).slice(0, Math.min(limit, 10)).map(toCandidate) }
  },
  'orders.mine'({ staff, ...paging }) {
    const isMine = ({ tasks }) => tasks.some(({ status, assignees }) => status === 'open' && assignees.includes(staff?.userid))
    const found = page(orders.filter(isMine), `mine ${staff?.userid}`, paging)
    const ownerOf = ({ customerId }) => customers.find((each) => each.customerId === customerId)
    for (const order of found.orders) order.customer = { externalUserId: ownerOf(order)?.externalUserId }
    return found
  },
}

function answer(headers, raw) {
  verify(headers, raw)
  const message = JSON.parse(raw.toString('utf8'))
  if (message?.contract !== '1') throw new Refusal(400, 'unsupported_contract')
  if (!Object.hasOwn(answers, message.type)) throw new Refusal(400, 'unknown_type')
  return answers[message.type](message.data ?? {})
}

// --- HTTP ----------------------------------------------------------------------------------------------------------
const server = createServer(async (request, response) => {
  const reply = (status, type, body) =>
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(JSON.stringify(body))
  try {
    if (request.method !== 'POST') throw new Refusal(405, 'bad_request')
    const chunks = []
    let bytes = 0
    for await (const chunk of request) if ((bytes += chunk.length) <= 1_048_576) chunks.push(chunk)
    if (bytes > 1_048_576) throw new Refusal(413, 'bad_request')
    reply(200, 'application/json', answer(request.headers, Buffer.concat(chunks)))
  } catch (error) {
    const unread = error instanceof SyntaxError ? new Refusal(400, 'bad_request') : new Refusal(500, 'internal')
    const { status, code } = error instanceof Refusal ? error : unread
    reply(status, 'application/problem+json', { title: code, status, code })
  }
})
server.listen(Number(process.env.PORT ?? 8090), '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`)
})

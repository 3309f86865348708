import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anOrder, eventHeaders } from '../../../support/order-company.ts'
import { startBff, type TestBff } from '../../../support/start-bff.ts'
import { startOrdersWork, type OrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
let folder: string
let work: OrdersWork
let other: TestBff

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-orders-'))
  const shared = { DATABASE_URL: `file:${join(folder, 'shared.db')}` }
  work = await startOrdersWork(shared)
  const { simulators, company, time } = work
  const own = { ...company.environment, ORDERS_LINK_HOSTS: '', ORDERS_IMAGE_HOSTS: '' }
  other = await startBff({
    environment: { ...simulators.environment, ...own, ...shared },
    wecomUrl: simulators.vendors.wecom.url,
    clock: time.clock,
  })
})
beforeEach(() => {
  work.company.reset()
  work.time.pass(601_000)
  work.company.customers.set(contact, { customerId: 'c1', name: '南坪店', orders: [anOrder('1')] })
})
afterAll(async () => {
  await other.close()
  await work.close()
  await rm(folder, { recursive: true, force: true })
})

const event = (data: object, type = 'order.changed') =>
  JSON.stringify({ type, timestamp: new Date(work.time.now()).toISOString(), data })
const send = (payload: string | Buffer, headers: Record<string, string>, bff = work.bff) =>
  bff.app.inject({ method: 'POST', url: '/orders/events', headers, payload })
const signed = (body: string, id?: string) => eventHeaders(work.company.eventSecret, body, work.time.now(), id)
const tell = (data: object, bff = work.bff) => {
  const body = event(data)
  return send(body, signed(body), bff)
}
const idsAt = async (bff: TestBff) =>
  (await bff.get(`/api/contacts/${contact}/orders`, work.me))
    .json<{ orders: { id: string }[] }>()
    .orders.map(({ id }) => id)
const asked = () => work.company.counts('orders.list')
const placed = () =>
  work.company.customers.set(contact, { customerId: 'c1', name: '南坪店', orders: [anOrder('2'), anOrder('1')] })

describe('an event of the order system', () => {
  it.each([
    ['names the customer', { customerId: 'c1', orderId: '1' }],
    ['names the contact as well', { customerId: 'another', externalUserId: contact }],
  ])('that %s ends what every instance knows', async (_how, data) => {
    await idsAt(work.bff)
    await idsAt(other)
    placed()
    expect(await idsAt(other)).toEqual(['1'])
    expect((await tell(data)).statusCode).toBe(204)
    expect([await idsAt(work.bff), await idsAt(other)]).toEqual([
      ['2', '1'],
      ['2', '1'],
    ])
    const before = asked()
    await idsAt(other)
    expect(asked()).toBe(before)
  })

  it('that comes while the company answers has the question asked once more', async () => {
    const answers = [[anOrder('1')], [anOrder('2'), anOrder('1')]]
    work.company.on['orders.list'] = async () => {
      const orders = answers[Math.min(asked(), 2) - 1]
      if (asked() === 1) await tell({ customerId: 'c1' })
      const customer = { customerId: 'c1', matchedBy: ['external_userid'] }
      return { match: 'one', customer, orders, next: null }
    }
    expect(await idsAt(work.bff)).toEqual(['2', '1'])
    expect(asked()).toBe(2)
  })

  it('of another customer changes nothing', async () => {
    await idsAt(work.bff)
    const before = asked()
    await tell({ customerId: 'c2', externalUserId: 'wmHeMiaomiaoAAAAAAAAAAAAAAAAAAAAAA' })
    await idsAt(work.bff)
    expect(asked()).toBe(before)
  })

  it('leaves what was last known for the time the order system fails', async () => {
    await idsAt(work.bff)
    await tell({ customerId: 'c1' })
    work.company.on['orders.list'] = () => ({ status: 500, code: 'internal' })
    expect(await idsAt(work.bff)).toEqual(['1'])
  })

  it('that comes again is taken, and marks nothing', async () => {
    await idsAt(work.bff)
    const body = event({ customerId: 'c1' })
    expect((await send(body, signed(body, 'msg_same'))).statusCode).toBe(204)
    await idsAt(work.bff)
    const before = asked()
    expect((await send(body, signed(body, 'msg_same'))).statusCode).toBe(204)
    await idsAt(work.bff)
    expect(asked()).toBe(before)
  })

  it('is signed over its very bytes, within five minutes, with the secret of this direction', async () => {
    const body = event({ customerId: 'c1' })
    const { time, company } = work
    const old = (ms: number) => eventHeaders(company.eventSecret, body, time.now() + ms)
    const without = (name: string) => Object.fromEntries(Object.entries(signed(body)).filter(([key]) => key !== name))
    const bad = [
      send(`${body} `, signed(body)),
      send(body, eventHeaders(company.secret, body, time.now())),
      send(body, old(-301_000)),
      send(body, old(301_000)),
      send(body, { ...signed(body), 'webhook-id': 'another' }),
      send(body, { ...signed(body), 'webhook-signature': 'v1,' }),
      send(body, without('webhook-id')),
      send(body, without('webhook-timestamp')),
      send(body, without('webhook-signature')),
    ]
    for (const answer of await Promise.all(bad))
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated'])
    expect((await send(body, old(-299_000))).statusCode).toBe(204)
    const two = { ...signed(body) }
    two['webhook-signature'] = `v1,AAAA ${two['webhook-signature']}`
    expect((await send(body, two)).statusCode).toBe(204)
  })

  it.each(['{', '{}', '[]', '{"type":"order.changed"}', '{"type":"order.changed","data":{"customerId":7}}'])(
    'that says %s cannot be read',
    async (body) => {
      const answer = await send(body, signed(body))
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad_request'])
    },
  )

  it('may be no larger than 64 KiB', async () => {
    const body = event({ customerId: 'c1', more: 'x'.repeat(66_000) })
    expect((await send(body, signed(body))).statusCode).toBe(413)
  })

  it('of a flood is refused with a time to come back', async () => {
    const body = event({ customerId: 'c1' })
    const headers = { ...signed(body), 'webhook-signature': 'v1,AAAA' }
    let last = await send(body, headers)
    for (let count = 0; count < 3_100 && last.statusCode !== 429; count += 1) last = await send(body, headers)
    expect(last.statusCode).toBe(429)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  })
})

import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ordersSecrets } from '../../src/sandbox/vendors/orders/index.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startOrdersCaller, wecomIs, type OrdersCaller } from './support/orders-caller.ts'

const Event = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({ orderId: z.string().optional(), customerId: z.string(), externalUserId: z.string().optional() }),
})

let caller: OrdersCaller
let app: Server
let received: { headers: IncomingHttpHeaders; body: string }[]
/** The app's answers, in order; after the last one always 204. */
let statuses: number[]

beforeEach(async () => {
  caller = await startOrdersCaller()
  received = []
  statuses = []
  app = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    response.writeHead(statuses.shift() ?? 204).end()
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const bound = app.address()
  caller.vendor.setEventUrl(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/orders/events`)
})
afterEach(async () => {
  app.closeAllConnections()
  await new Promise((resolve) => app.close(resolve))
  await caller.vendor.close()
})

const events = () => received.map(({ body }) => Event.parse(JSON.parse(body)))
const openTasks = (orderId: string) =>
  caller.vendor.order(orderId)?.tasks.flatMap(({ status, kind }) => (status === 'open' ? [kind] : [])) ?? []
const stateOf = (orderId: string) => {
  const { status, payment, fulfilment } = caller.vendor.order(orderId) ?? {}
  return [status, payment, fulfilment]
}
const placed = async () => (await caller.vendor.placeOrder({ customerId: 'KH10001' })).id

describe('an order', () => {
  test('is placed, paid, sent and signed for, and each step leads to the next thing to do', async () => {
    const id = await placed()
    expect([stateOf(id), openTasks(id)]).toEqual([['pending_payment', 'unpaid', 'unshipped'], ['collect_payment']])
    await caller.vendor.payOrder(id)
    expect([stateOf(id), openTasks(id)]).toEqual([['to_ship', 'paid', 'unshipped'], ['deliver']])
    await caller.vendor.shipOrder(id, { carrier: '顺丰速运', carrierCode: 'SF', trackingNumber: 'SF1' })
    expect([stateOf(id), openTasks(id)]).toEqual([['shipped', 'paid', 'shipped'], []])
    await caller.vendor.reportException(id)
    expect(openTasks(id)).toEqual(['follow_delivery'])
    await caller.vendor.signOrder(id)
    expect([stateOf(id), openTasks(id)]).toEqual([['completed', 'paid', 'delivered'], []])
    await caller.vendor.requestReturn(id, '漏包')
    expect([stateOf(id)[0], openTasks(id)]).toEqual(['after_sales', ['approve_return']])
    await caller.vendor.awaitRefund(id)
    expect(openTasks(id)).toEqual(['refund'])
    await caller.vendor.refundOrder(id)
    expect([stateOf(id), openTasks(id)]).toEqual([['closed', 'refunded', 'delivered'], []])
    expect(new Set(caller.vendor.order(id)?.tasks.map((task) => task.id)).size).toBe(5)
    expect(events()).toHaveLength(8)
  })

  test('on account waits for the office', async () => {
    const order = caller.vendor.ordersOfCustomer('KH10001').find(({ status }) => status === 'pending_review')
    await caller.vendor.approveOrder(order?.id ?? '')
    expect([stateOf(order?.id ?? ''), openTasks(order?.id ?? '')]).toEqual([
      ['to_ship', 'unpaid', 'unshipped'],
      ['deliver'],
    ])
  })

  test('that was paid and is cancelled leaves a refund to do', async () => {
    const id = await placed()
    await caller.vendor.payOrder(id)
    await caller.vendor.cancelOrder(id)
    expect([stateOf(id)[0], openTasks(id)]).toEqual(['closed', ['refund']])
    expect(caller.vendor.order(id)?.amounts.payable).toBeGreaterThan(0)
  })

  test('has done a task that somebody finishes, and another that was added', async () => {
    const id = await placed()
    await caller.vendor.addOrderTask(id, { kind: 'invoice', title: '开票', dueAt: null })
    await caller.vendor.finishOrderTask(id, 't1')
    expect(openTasks(id)).toEqual(['invoice'])
  })
})

describe('with time', () => {
  test('parcels arrive, and what nobody pays for is closed, before anything is answered', async () => {
    const id = await placed()
    const sent = await placed()
    await caller.vendor.payOrder(sent)
    await caller.vendor.shipOrder(sent)
    caller.pass(8 * 86_400_000)
    const { orders } = await caller.list(cast.seedContact)
    const statusOf = (wanted: string) => orders.find((order) => order.id === wanted)?.status
    expect([statusOf(id), statusOf(sent)]).toEqual(['closed', 'completed'])
    expect(orders.find(({ parcels }) => parcels[0]?.status === 'exception')?.status).toBe('shipped')
  })

  test('each such change is told', async () => {
    const id = await placed()
    caller.pass(7 * 86_400_000)
    await caller.vendor.advance()
    expect(events().filter(({ data }) => data.orderId === id)).toHaveLength(2)
    const before = received.length
    await caller.vendor.advance()
    expect(received).toHaveLength(before)
  })
})

describe('an event', () => {
  test('says which order of whom, signed with the secret of its direction', async () => {
    const id = await placed()
    const [{ headers, body } = { headers: {}, body: '' }] = received
    expect(events()).toEqual([
      {
        type: 'order.changed',
        timestamp: '2024-08-07T15:30:00+08:00',
        data: { orderId: id, customerId: 'KH10001', externalUserId: cast.seedContact },
      },
    ])
    const [eventId, at] = [headers['webhook-id'], headers['webhook-timestamp']]
    expect(at).toBe(String(caller.now() / 1000))
    expect(headers['webhook-signature']).toBe(caller.sign(ordersSecrets.events, `${eventId}.${at}.${body}`))
    expect(headers['content-type']).toBe('application/json')
  })

  test('that is not taken comes again under the same id, three times at most', async () => {
    statuses = [503, 429]
    await placed()
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(caller.vendor.events).toMatchObject([{ tries: 3, isTaken: true }])
    statuses = [500, 500, 500, 500]
    await placed()
    expect(caller.vendor.events[1]).toMatchObject({ tries: 3, isTaken: false })
  })

  test('that is refused does not come again', async () => {
    statuses = [401]
    await placed()
    expect(caller.vendor.events).toMatchObject([{ tries: 1, isTaken: false }])
  })

  test('tells of a removed order and of customers who became one', async () => {
    const id = await placed()
    await caller.vendor.removeOrder(id)
    await caller.vendor.mergeCustomers('KH10104', 'KH10004')
    expect(events().map(({ type }) => type)).toEqual(['order.changed', 'order.deleted', 'customer.merged'])
    const { match, orders } = await caller.list(cast.managed)
    expect([match, orders.length]).toEqual(['one', 2])
  })

  test('can be sent with a wrong secret, and as often as one likes', async () => {
    const tell = () => caller.vendor.sendEvent('order.changed', { customerId: 'KH10001' }, ordersSecrets.asked)
    await Promise.all(Array.from({ length: 20 }, tell))
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(20)
  })

  test('goes nowhere as long as there is no address', async () => {
    caller.vendor.setEventUrl(null)
    await placed()
    expect([received, caller.vendor.events]).toEqual([[], []])
  })
})

describe('for the open contact', () => {
  test('the buttons do what is possible, and say what they did', async () => {
    const { vendor } = caller
    const [, number = ''] = /：(YH\d+)$/.exec(await vendor.placeFor(cast.seedContact)) ?? []
    expect(await vendor.payFor(cast.seedContact)).toBe(`已付款：${number}`)
    expect(await vendor.shipFor(cast.seedContact)).toBe(`已发货：${number}`)
    expect(await vendor.requestReturnFor(cast.seedContact)).toBe(`已申请退货：${number}`)
    expect(await vendor.payFor(cast.idle)).toBe('没有待付款的订单')
  })

  test('whoever was no customer becomes one by ordering', async () => {
    expect((await caller.list(cast.stranger)).match).toBe('none')
    await caller.vendor.placeFor(cast.stranger)
    const { match, orders } = await caller.list(cast.stranger)
    expect([match, orders.length]).toEqual(['one', 1])
    expect(await caller.told('orders.mine', { limit: 1 })).toMatchObject({
      orders: [{ customer: { externalUserId: cast.stranger } }],
    })
  })

  test('a reset takes it all back', async () => {
    await caller.vendor.placeFor(cast.stranger)
    caller.vendor.setQuirks({ badGateway: true })
    caller.vendor.reset()
    expect((await caller.list(cast.stranger)).match).toBe('none')
    expect([caller.vendor.events, (await caller.ask('ping')).status]).toEqual([[], 200])
  })

  test('customers can be changed', async () => {
    caller.vendor.addCustomer({ customerId: 'KH1', name: '新客户', managers: [cast.salesperson] })
    caller.vendor.modifyCustomer('KH1', { externalUserIds: [cast.stranger] })
    expect((await caller.list(cast.stranger)).customer?.customerId).toBe('KH1')
    expect(
      await caller.told('orders.list', { ...caller.of(wecomIs(cast.stranger)), status: 'open', limit: 1 }),
    ).toMatchObject({ total: 0 })
  })
})

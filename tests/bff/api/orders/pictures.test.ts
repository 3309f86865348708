import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OrderAnswer, OrderList } from '#contract/order'
import { anOrder } from '../../../support/order-company.ts'
import { startOrdersWork, type OrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(50)])
let work: OrdersWork
let shown: number

beforeAll(async () => {
  work = await startOrdersWork()
})
beforeEach(() => {
  work.company.reset()
  // Pictures are kept for an hour.
  work.time.pass(3_601_000)
  shown = 0
  work.company.pictures.set('/soda.png', (response) => {
    shown += 1
    response.writeHead(200, { 'content-type': 'text/html' }).end(png)
  })
  const item = (imageUrl?: string) => ({
    name: '苏打水',
    quantity: 1,
    unitPrice: 1,
    total: 1,
    ...(imageUrl && { imageUrl }),
  })
  const { url } = work.company
  const items = [`${url}/soda.png`, undefined, 'https://elsewhere.example/a.png', `${url}/other`, `${url}/moved`].map(
    item,
  )
  work.company.customers.set(contact, { customerId: 'c1', name: '店', orders: [anOrder('1', { items })] })
})
afterAll(() => work.close())

const path = (index: number, who = contact) => `contacts/${who}/orders/1/items/${index}/picture`

describe('the pictures of goods', () => {
  it('are named by our own paths, and only where their host is listed', async () => {
    const list = OrderList.parse((await work.get(`contacts/${contact}/orders`)).json())
    const { order } = OrderAnswer.parse((await work.get(`contacts/${contact}/orders/1`)).json())
    expect(list.orders[0]?.items.map(({ imageUrl }) => imageUrl)).toEqual([`/api/${path(0)}`, null, null])
    expect(order.items.map(({ imageUrl }) => imageUrl)).toEqual([
      `/api/${path(0)}`,
      null,
      null,
      `/api/${path(3)}`,
      `/api/${path(4)}`,
    ])
    expect(JSON.stringify(order)).not.toContain('soda.png')
  })

  it('come as what their bytes are, are kept, and ask nothing of the order system after a list', async () => {
    await work.get(`contacts/${contact}/orders`)
    const [one, again] = [await work.get(path(0)), await work.get(path(0))]
    expect([one.statusCode, one.headers['content-type'], one.rawPayload.equals(png)]).toEqual([200, 'image/png', true])
    expect(again.statusCode).toBe(200)
    expect([shown, work.company.counts('orders.get'), work.company.counts('orders.list')]).toEqual([1, 0, 1])
  })

  it('are found by the order alone where no list was read', async () => {
    expect((await work.get(path(0))).statusCode).toBe(200)
    expect(work.company.counts('orders.get')).toBe(1)
  })

  it('are not followed elsewhere, and are none where their bytes are none or too many', async () => {
    work.company.pictures.set('/moved', (response) => void response.writeHead(302, { location: '/soda.png' }).end())
    work.company.pictures.set(
      '/other',
      (response) => void response.writeHead(200).end(Buffer.concat([png, Buffer.alloc(3_000_000)])),
    )
    expect((await work.get(path(4))).statusCode).toBe(404)
    expect((await work.get(path(3))).statusCode).toBe(404)
    expect((await work.get(path(1))).statusCode).toBe(404)
    expect((await work.get(path(2))).statusCode).toBe(404)
    expect(shown).toBe(0)
  })

  it('of a customer of others are not shown', async () => {
    await work.get(`contacts/${contact}/orders`)
    expect((await work.get(path(0, 'wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA'))).statusCode).toBe(403)
  })

  it('of a host that fails hold up no question about orders', async () => {
    work.company.pictures.set('/soda.png', (response) => void response.writeHead(500).end())
    for (let time = 0; time < 7; time += 1) expect((await work.get(path(0))).statusCode).toBe(502)
    expect((await work.get(`contacts/${contact}/orders`)).statusCode).toBe(200)
  })
})

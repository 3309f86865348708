import { afterAll, describe, expect, it } from 'vitest'
import { OrderList } from '#contract/order'
import { OrderTaskList } from '#contract/work'
import { eventHeaders } from '../../../support/order-company.ts'
import { startOrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const none = { ORDERS_URL: '', ORDERS_SECRET: '', ORDERS_EVENT_SECRET: '', ORDERS_NAME: '' }
const [without, silent] = await Promise.all([startOrdersWork(none), startOrdersWork({ ORDERS_EVENT_SECRET: '' })])
afterAll(() => Promise.all([without.close(), silent.close()]))

describe('without an order system', () => {
  it('every list says so, and an order is not there', async () => {
    for (const path of [`contacts/${contact}/order-tasks`, 'me/order-tasks'])
      expect(OrderTaskList.parse((await without.get(path)).json())).toMatchObject({
        state: 'unconfigured',
        match: null,
      })
    const list = OrderList.parse((await without.get(`contacts/${contact}/orders`)).json())
    expect(list).toMatchObject({ state: 'unconfigured', orders: [] })
    for (const path of ['', '/items/0/picture']) {
      const answer = await without.get(`contacts/${contact}/orders/1${path}`)
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'source_unconfigured'])
    }
    const { sources } = (await without.get('session')).json()
    expect(sources).toContainEqual({ id: 'orders', configured: false, connected: false })
  })

  it('who may not see the contact is refused first', async () => {
    const answer = await without.get('contacts/wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA/orders')
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'not_a_follower'])
  })
})

it.each([
  ['an order system', without],
  ['a secret for them', silent],
])('without %s nobody takes its events', async (_what, { bff, company, time }) => {
  const payload = JSON.stringify({ type: 'order.changed', data: { customerId: 'c1' } })
  const headers = eventHeaders(company.eventSecret, payload, time.now())
  const answer = await bff.app.inject({ method: 'POST', url: '/orders/events', headers, payload })
  expect(answer.statusCode).toBe(404)
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Summary } from '../../../../../src/bff/sources/orders/kit/messages/customer.ts'
import { DetailedOrder, ListedOrder } from '../../../../../src/bff/sources/orders/kit/messages/order.ts'
import { OrdersRequest } from '../../../../../src/bff/sources/orders/kit/messages/requests.ts'
import { Time } from '../../../../../src/bff/sources/orders/kit/messages/scalars.ts'

const Orders = z.object({ orders: z.array(z.record(z.string(), z.unknown())).min(1) })
const [order = {}] = Orders.parse(JSON.parse(readFileSync('docs/orders/orders.json', 'utf8'))).orders

/** The paths of what is refused when these fields are put into a good order. */
const refusedOf = (fields: Record<string, unknown>): string[] =>
  (DetailedOrder.safeParse({ ...order, ...fields }).error?.issues ?? []).map(({ path }) => path.join('.'))

describe('the contract of orders', () => {
  it('takes the reference order, and fields that it does not know', () => {
    expect(refusedOf({ colour: 'red', tasks: [] })).toEqual([])
  })

  it.each([
    ['an id that is a number', { id: 7_302_915 }, 'id'],
    ['an id with a slash', { id: 'a/b' }, 'id'],
    ['a status of its own', { status: 'paid' }, 'status'],
    ['a time without an offset', { createdAt: '2026-11-27T10:20:00' }, 'createdAt'],
    ['an unset time as the epoch', { paidAt: '1970-01-01T08:00:00+08:00' }, 'paidAt'],
    ['a title of 121 letters', { title: 'x'.repeat(121) }, 'title'],
    [
      'a link without encryption',
      { links: [{ rel: 'pay', title: 'x', url: 'http://a.example', audience: 'customer' }] },
      'links.0.url',
    ],
    [
      'six tasks',
      {
        tasks: Array.from({ length: 6 }, (_, id) => ({
          id: `${id}`,
          kind: 'other',
          title: 'x',
          dueAt: null,
          status: 'open',
          assignees: [],
        })),
      },
      'tasks',
    ],
  ])('refuses %s', (_what, fields, path) => expect(refusedOf(fields)).toEqual([path]))

  it.each([
    ['yuan with decimals', { payable: 12.5 }, 'payable'],
    ['text', { payable: '1250' }, 'payable'],
    ['less than nothing', { refunded: -1 }, 'refunded'],
    ['a currency that does not exist', { currency: 'RMB' }, 'currency'],
  ])('refuses amounts in %s', (_what, amounts, field) => {
    const good = { currency: 'CNY', payable: 1, paid: 0, refunded: 0 }
    expect(refusedOf({ amounts: { ...good, ...amounts } })).toEqual([`amounts.${field}`])
  })

  it('wants at most three items in a list, and their number', () => {
    const { error } = ListedOrder.safeParse(order)
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['items', 'itemCount'])
  })

  it('reads an order of a weighed 2.5', () => {
    const item = { name: '散装', quantity: '2.5', unitPrice: 7200, total: 18_000 }
    expect(refusedOf({ items: [item] })).toEqual([])
  })

  it('takes what the sidebar asks, as in the published vector', () => {
    const customer = { identities: [{ type: 'external_userid', value: 'wmEAlECwAAAA', proof: 'wecom' }] }
    const data = { corpId: 'ww0000', staff: { userid: 'lisi' }, customer, status: 'open', q: '顺丰', limit: 20 }
    const request = { contract: '1', type: 'orders.list', timestamp: '2026-11-28T09:30:00+08:00', data }
    expect(OrdersRequest.parse(request)).toEqual(request)
  })

  it('knows a year in one line, also where there was no order', () => {
    const summary = {
      since: '2025-11-29T00:00:00+08:00',
      orders: 0,
      amount: { currency: 'CNY', payable: 0 },
      lastOrderAt: null,
    }
    expect(Summary.parse(summary)).toEqual(summary)
  })

  it('has no time without seconds', () => {
    expect(Time.safeParse('2026-11-27T10:20+08:00').success).toBe(false)
    expect(Time.safeParse('2026-11-27T02:20:00.5Z').success).toBe(true)
  })
})

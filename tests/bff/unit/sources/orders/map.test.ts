import { describe, expect, it } from 'vitest'
import { Order, OrderTask } from '#contract/order'
import { amountText } from '../../../../../src/bff/sources/orders/amount.ts'
import { identitiesOf } from '../../../../../src/bff/sources/orders/identities.ts'
import { toBody } from '../../../../../src/bff/sources/orders/map.ts'
import { toOrder, toTasks } from '../../../../../src/bff/sources/orders/to-order.ts'
import { WireOrder } from '../../../../../src/bff/sources/orders/wire.ts'
import { readRows } from '../../../../../src/bff/wire/read-wire.ts'
import { anOrder } from '../../../../support/order-company.ts'

const origin = { source: 'orders', operation: 'orders.list' } as const
const look = { link: (address: string) => address, picture: (address: string) => address }
const reader = { userid: 'mengxiangyu', now: Date.parse('2026-11-22T00:00:00+08:00') }
const read = (patch: object) => readRows(WireOrder, [anOrder('1', patch)], { origin, onBad: () => undefined })
function order(patch: object): Order {
  const [wire] = read(patch)
  if (!wire) throw new Error('it cannot be read')
  return Order.parse(toOrder(toBody(wire, look), 'wm1', reader))
}

describe('an order', () => {
  it('has unknown for what a later version adds to a list', () => {
    expect(
      order({
        status: 'on_the_moon',
        statusText: null,
        payment: 'barter',
        fulfilment: 7,
        parcels: [{ carrier: '顺丰', trackingNumber: 'SF1', status: 'flying' }],
        tasks: [{ id: 'a', kind: 'dance', title: '跳舞', dueAt: null, status: 'later', assignees: [] }],
      }),
    ).toMatchObject({
      status: 'unknown',
      statusText: '状态不明',
      payment: 'unknown',
      fulfilment: 'unknown',
      parcels: [{ status: 'unknown' }],
      tasks: [{ kind: 'unknown', status: 'unknown', overdue: false }],
    })
  })

  it('loses an optional time that is none, and nothing else', () => {
    const { paidAt, closedAt, tasks } = order({
      paidAt: '2026-11-19 10:00:00',
      closedAt: '1970-01-01T08:00:00+08:00',
      tasks: [
        { id: 'a', kind: 'deliver', title: '发货', dueAt: '2026-02-30T00:00:00Z', status: 'open', assignees: [] },
      ],
    })
    expect([paidAt, closedAt, tasks[0]?.dueAt]).toEqual([null, null, null])
  })

  it.each([
    ['an id that is a number', { id: 7 }],
    ['an id with a blank', { id: 'a b' }],
    ['a customer that is a number', { customerId: 7 }],
    ['an amount that is a decimal', { amounts: { currency: 'CNY', payable: 1.5, paid: 0, refunded: 0 } }],
    ['an amount that is a text', { amounts: { currency: 'CNY', payable: '150', paid: 0, refunded: 0 } }],
    ['an amount below nothing', { amounts: { currency: 'CNY', payable: -1, paid: 0, refunded: 0 } }],
    ['an amount too large to count', { amounts: { currency: 'CNY', payable: 2 ** 53, paid: 0, refunded: 0 } }],
    ['a currency that is none', { amounts: { currency: 'RMB', payable: 1, paid: 0, refunded: 0 } }],
    ['no amounts', { amounts: null }],
    ['no time of its last change', { updatedAt: null }],
    ['a time of creation without an offset', { createdAt: '2026-11-19T09:00:00' }],
  ])('with %s is none', (_what, patch) => {
    expect(read(patch)).toEqual([])
  })

  it('has a quantity by weight, no street, no HTML that acts, and tasks each once', () => {
    const told = order({
      title: '<b>茶</b>',
      items: [{ name: '茶叶', quantity: '1.250', unitPrice: 100, total: 125 }, { quantity: 1 }],
      receiver: { name: '王五', street: '中山路 1 号' },
      remarks: [{ from: 'customer', text: '请\u202E快', at: null }],
      tasks: ['x', 'x', 'y'].map((id) => ({
        id,
        kind: 'other',
        title: id,
        dueAt: null,
        status: 'open',
        assignees: [],
      })),
    })
    expect(told.items.map(({ name, quantity }) => [name, quantity])).toEqual([
      ['茶叶', '1.250'],
      ['未命名商品', 1],
    ])
    expect(told.receiver).toEqual({ name: '王*', phone: null, region: null })
    expect([told.title, told.remarks[0]?.text]).toEqual(['<b>茶</b>', '请快'])
    expect(told.tasks.map(({ id }) => id)).toEqual(['x', 'y'])
  })

  it('tells who has to do what, whatever the case of a userid, and what is late', () => {
    const tasks = [
      {
        id: 'a',
        kind: 'deliver',
        title: '发货',
        dueAt: '2026-11-21T09:00:00+08:00',
        status: 'open',
        assignees: ['MENGXIANGYU'],
      },
      { id: 'b', kind: 'refund', title: '退款', dueAt: '2026-11-21T09:00:00+08:00', status: 'done', assignees: [] },
    ]
    const [wire] = read({ tasks })
    const rows = wire ? toTasks(toBody(wire, look), '南坪店', reader) : []
    expect(
      rows.map((row) => OrderTask.parse(row)).map(({ id, task, mine, overdue }) => [id, task, mine, overdue]),
    ).toEqual([
      ['orders:1:a', 'deliver', true, true],
      ['orders:1:b', 'refund', false, false],
    ])
  })
})

it.each([
  ['CNY', 123_450, '¥1,234.50'],
  ['CNY', 0, '¥0.00'],
  ['JPY', 38_000, 'JP¥38,000'],
  ['USD', 5, 'US$0.05'],
])('%s %d is written %s', (currency, payable, text) => {
  expect(amountText({ currency, payable })).toBe(text)
})

describe('who a contact may be', () => {
  const known = { externalUserId: 'wm1', unionId: null, customerIds: [], phones: [] }

  it('is told with how it is known, at most ten links and five phones', () => {
    const many = Array.from({ length: 20 }, (_, index) => `v${index}`)
    const all = identitiesOf({ externalUserId: 'wm1', unionId: 'o1', customerIds: many, phones: many })
    expect(all.slice(0, 2)).toEqual([
      { type: 'external_userid', value: 'wm1', proof: 'wecom' },
      { type: 'unionid', value: 'o1', proof: 'wecom' },
    ])
    expect(all.filter(({ proof }) => proof === 'linked')).toHaveLength(10)
    expect(all.filter(({ proof }) => proof === 'typed')).toHaveLength(5)
  })

  it('is never nothing', () => {
    const nothing = ['', ' ', 'null', 'NULL', 'undefined']
    expect(identitiesOf({ ...known, unionId: 'null', customerIds: nothing, phones: nothing })).toHaveLength(1)
  })
})

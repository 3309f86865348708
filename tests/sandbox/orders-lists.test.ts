import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '../../src/sandbox/world/cast.ts'
import {
  linkedTo,
  phoneIs,
  startOrdersCaller,
  wecomIs,
  type List,
  type OrderRow,
  type OrdersCaller,
} from './support/orders-caller.ts'

let caller: OrdersCaller
beforeEach(async () => {
  caller = await startOrdersCaller()
})
afterEach(() => caller.vendor.close())

const asking = (identities: object[], data: object = {}) => ({
  ...caller.of(...identities),
  status: 'all',
  limit: 100,
  ...data,
})
const listBy = async (...identities: object[]) => caller.parseList(await caller.told('orders.list', asking(identities)))
const refusal = (identities: object[], data: object = {}) =>
  caller.refused(caller.ask('orders.list', asking(identities, data)))
const matchOf = ({ match, customer }: List) => [match, customer?.customerId ?? null, customer?.matchedBy ?? []]
const isOpen = ({ status }: { status: string }) => status === 'open'
const idsOf = ({ orders }: { orders: OrderRow[] }) => orders.map(({ id }) => id)

/** All pages of a list, one after the other. */
async function walk(type: string, data: object): Promise<OrderRow[][]> {
  const pages: OrderRow[][] = []
  let cursor: string | null = null
  do {
    const { orders, next }: List = caller.parseList(await caller.told(type, { ...data, cursor }))
    pages.push(orders)
    cursor = next
  } while (cursor !== null && pages.length < 300)
  return pages
}

describe('whose orders', () => {
  test('an external userid finds its customer, and a link one who has none', async () => {
    expect(matchOf(await listBy(wecomIs(cast.seedContact)))).toEqual(['one', 'KH10001', ['external_userid']])
    expect(matchOf(await listBy(wecomIs(cast.ofOtherCompany)))).toEqual(['none', null, []])
    const linked = await listBy(wecomIs(cast.ofOtherCompany), linkedTo('KH10012'))
    expect(matchOf(linked)).toEqual(['one', 'KH10012', ['customer_id']])
  })

  test('the union id is as good, and all that fit are named', async () => {
    const unionId = caller.vendor.customerWith(cast.seedContact)?.unionIds[0] ?? ''
    const union = { type: 'unionid', value: unionId, proof: 'wecom' }
    const all = [wecomIs(cast.seedContact), union, linkedTo('KH10001'), phoneIs('13800001111')]
    expect(matchOf(await listBy(union))).toEqual(['one', 'KH10001', ['unionid']])
    expect((await listBy(...all)).customer?.matchedBy).toEqual(['external_userid', 'unionid', 'customer_id', 'phone'])
  })

  test('somebody made up is nobody, whoever asks', async () => {
    const answer = await listBy(wecomIs('wmMadeUpByTheDoctor'))
    expect(answer).toMatchObject({ match: 'none', customer: null, orders: [], next: null, candidates: [] })
    const stranger = { ...asking([wecomIs('wmMadeUpByTheDoctor')]), staff: { userid: 'doctor' } }
    expect(await caller.told('orders.list', stranger)).toMatchObject({ match: 'none' })
  })

  test('a phone alone shows no order, but who it might be', async () => {
    const answer = await listBy(phoneIs('13800001111'))
    expect(matchOf(answer)).toEqual(['none', null, []])
    expect(answer.orders).toEqual([])
    expect(answer.candidates).toEqual([
      { customerId: 'KH10001', title: '晓雨便利店', subtitle: 'KH10001 · 138****1111', reasons: ['same_phone'] },
    ])
  })

  test('a candidate is told to those alone who serve them', async () => {
    const of = (userid: string) => caller.told('orders.list', asking([phoneIs('13800001111')], { staff: { userid } }))
    expect(await of(cast.colleague)).toMatchObject({ candidates: [{ customerId: 'KH10001' }] })
    expect(await of(cast.busiest)).toMatchObject({ candidates: [] })
    expect(await of('outsider')).toMatchObject({ candidates: [] })
  })

  test('whatever was typed proves nothing, even an external userid', async () => {
    const typed = { ...wecomIs(cast.seedContact), proof: 'typed' }
    expect(matchOf(await listBy(typed))).toEqual(['none', null, []])
  })

  test('a WeChat that nobody has confirmed makes a candidate', async () => {
    const answer = await listBy(wecomIs(cast.samePhone))
    expect(matchOf(answer)).toEqual(['none', null, []])
    expect(answer.candidates).toMatchObject([{ customerId: 'KH10003', reasons: ['unconfirmed_external_userid'] }])
    expect(matchOf(await listBy(wecomIs(cast.samePhone), linkedTo('KH10003')))[0]).toBe('one')
  })

  test('two accounts with one WeChat are many, until a link says which', async () => {
    const answer = await listBy(wecomIs(cast.managed))
    expect([answer.match, answer.customer, answer.orders]).toEqual(['many', null, []])
    expect(answer.candidates?.map(({ customerId }) => customerId)).toEqual(['KH10004', 'KH10104'])
    const chosen = await listBy(wecomIs(cast.managed), linkedTo('KH10104'))
    expect(matchOf(chosen)).toEqual(['one', 'KH10104', ['external_userid', 'customer_id']])
  })

  test('identities of two customers are many, never the first', async () => {
    const answer = await listBy(wecomIs(cast.seedContact), linkedTo('KH10002'))
    expect([answer.match, answer.orders]).toEqual(['many', []])
  })

  test('no identity, or an empty one, is refused before anything is looked for', async () => {
    expect(await refusal([])).toBe('no_identity 400')
    for (const value of ['', ' ', 'null']) {
      expect(await refusal([wecomIs(value)])).toBe('no_identity 400')
      expect(await refusal([wecomIs(cast.seedContact), linkedTo(value)])).toBe('no_identity 400')
    }
    expect(await caller.refused(caller.ask('orders.get', { orderId: '1' }))).toBe('no_identity 400')
  })

  test('who may not see the customer is told so, and so is who is no member', async () => {
    expect(await refusal([wecomIs(cast.phoneOfColleagues)])).toBe('not_allowed 403')
    const hejing = { staff: { userid: cast.busiest } }
    const answer = await caller.ask('orders.list', asking([wecomIs(cast.phoneOfColleagues)], hejing))
    expect(answer.status).toBe(200)
    expect(await refusal([wecomIs(cast.seedContact)], { staff: { userid: 'outsider' } })).toBe('not_allowed 403')
  })
})

describe('the list', () => {
  test('holds twelve orders in every status, with four things to do', async () => {
    const { orders, total } = await caller.list(cast.seedContact)
    expect([orders.length, total]).toEqual([12, 12])
    const statuses = ['pending_payment', 'pending_review', 'to_ship', 'partly_shipped', 'shipped', 'completed']
    expect(new Set(orders.map(({ status }) => status))).toEqual(
      new Set([...statuses, 'after_sales', 'closed', 'backordered']),
    )
    const kinds = orders.flatMap(({ tasks }) => tasks.filter(isOpen)).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['approve_return', 'collect_payment', 'deliver', 'follow_delivery'])
  })

  test('tasks are due when the contract’s defaults say', async () => {
    const { orders } = await caller.list(cast.seedContact, { status: 'open' })
    const hours = (from: unknown, to: unknown) => (Date.parse(String(to)) - Date.parse(String(from))) / 3_600_000
    const dueIn = (kind: string, from: (order: OrderRow) => unknown) =>
      orders.flatMap((order) =>
        order.tasks.filter((task) => isOpen(task) && task.kind === kind).map(({ dueAt }) => hours(from(order), dueAt)),
      )
    expect(dueIn('collect_payment', ({ createdAt }) => createdAt)).toEqual([24])
    expect(dueIn('deliver', ({ paidAt }) => paidAt)).toEqual([48])
    expect(dueIn('follow_delivery', ({ updatedAt }) => updatedAt)).toEqual([24])
    expect(dueIn('approve_return', ({ updatedAt }) => updatedAt)).toEqual([24])
  })

  test('open is all that is not over, and what is over with something to do', async () => {
    const open = await caller.list(cast.seedContact, { status: 'open' })
    expect(open.orders.some(({ status }) => status === 'completed' || status === 'closed')).toBe(false)
    expect(open.total).toBe(8)
    const done = (await caller.list(cast.friendOfTodos, { status: 'open' })).orders
    expect(done.map(({ status, tasks }) => [status, tasks.find(isOpen)?.kind])).toEqual([
      ['closed', 'refund'],
      ['completed', 'tasting'],
    ])
  })

  test('a search finds number, goods and tracking number, of this customer alone', async () => {
    const find = async (q: string) => (await caller.list(cast.seedContact, { q })).orders
    const [first] = await find('东方树叶')
    expect(await find(first?.number.toLowerCase() ?? '')).toHaveLength(1)
    expect((await find('jdva00231188964')).map(({ parcels }) => parcels[0]?.status)).toEqual(['exception'])
    expect(await find('冰红茶')).toHaveLength(1)
    const [other] = (await caller.list(cast.markup)).orders
    expect(await find(other?.number ?? '')).toEqual([])
  })

  test('whoever has bought nothing is a customer with an empty list', async () => {
    const answer = await caller.list(cast.idle)
    expect(answer).toMatchObject({ match: 'one', orders: [], total: 0, next: null })
    expect(answer.summary).toEqual({
      since: '2023-08-08T15:30:00+08:00',
      orders: 0,
      amount: { currency: 'CNY', payable: 0 },
      lastOrderAt: null,
    })
  })

  test('the summary counts a year without what was cancelled, and is left out for two currencies', async () => {
    const { orders, summary } = await caller.list(cast.seedContact)
    const bought = orders.filter(({ status }) => status !== 'closed')
    const payable = bought.reduce((sum, { amounts }) => sum + amounts.payable, 0)
    expect(summary).toMatchObject({
      orders: 10,
      amount: { currency: 'CNY', payable },
      lastOrderAt: orders[0]?.createdAt,
    })
    const liang = await listBy(linkedTo('KH10012'))
    expect(liang.orders.map(({ amounts }) => amounts.currency).toSorted()).toEqual(['CNY', 'JPY'])
    expect(liang).not.toHaveProperty('summary')
  })

  test('an order of somebody else’s is among them by mistake, and not to be had by itself', async () => {
    const { orders, customer } = await caller.list(cast.emoji)
    const strange = orders.filter(({ customerId }) => customerId !== customer?.customerId)
    expect(strange.map(({ customerId }) => customerId)).toEqual(['KH10900'])
    const own = caller.of(wecomIs(cast.emoji))
    expect(await caller.refused(caller.ask('orders.get', { ...own, orderId: strange[0]?.id }))).toBe('not_found 404')
  })

  test('a cancelled order counts nothing, while its refund waits', async () => {
    const { orders } = await caller.list(cast.friendOfTodos)
    expect(orders[0]).toMatchObject({
      status: 'closed',
      payment: 'paid',
      amounts: { payable: 0, paid: 49_500, refunded: 0 },
      afterSales: { status: 'refunding' },
    })
  })
})

describe('pages', () => {
  const big = () => ({ ...asking([wecomIs(cast.longName)]), limit: 30 })

  test('hold each of 200 orders once, newest first', async () => {
    const pages = await walk('orders.list', big())
    expect(pages.map(({ length }) => length)).toEqual([30, 30, 30, 30, 30, 30, 20])
    const orders = pages.flat()
    expect(new Set(orders.map(({ id }) => id)).size).toBe(200)
    const times = orders.map(({ createdAt }) => Date.parse(createdAt))
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    expect(new Set(orders.map(({ items }) => items[0]?.name)).size).toBeGreaterThan(20)
  })

  test('of one order lose none of them', async () => {
    const pages = await walk('orders.list', { ...asking([wecomIs(cast.seedContact)]), limit: 1 })
    expect(pages.flat().map(({ id }) => id)).toEqual(idsOf(await caller.list(cast.seedContact)))
  })

  test('stay as they are when an order comes meanwhile, and another changes', async () => {
    const first = caller.parseList(await caller.told('orders.list', big()))
    const rest = caller.parseList(await caller.told('orders.list', { ...big(), cursor: first.next }))
    await caller.vendor.placeOrder({ customerId: first.customer?.customerId ?? '' })
    await caller.vendor.cancelOrder(rest.orders[0]?.id ?? '')
    const again = caller.parseList(await caller.told('orders.list', { ...big(), cursor: first.next }))
    expect(idsOf(again)).toEqual(idsOf(rest))
  })

  test('a cursor is good for its own list alone', async () => {
    const { next } = caller.parseList(await caller.told('orders.list', big()))
    expect(await refusal([wecomIs(cast.seedContact)], { cursor: next })).toBe('bad_request 400')
    expect(await refusal([wecomIs(cast.longName)], { cursor: next, status: 'open' })).toBe('bad_request 400')
    expect(await refusal([wecomIs(cast.longName)], { cursor: 'broken' })).toBe('bad_request 400')
    expect(await caller.refused(caller.ask('orders.mine', { limit: 1, cursor: next }))).toBe('bad_request 400')
  })

  test.each([0, 101, 1.5, '20'])('of %j orders are refused', async (limit) => {
    expect(await refusal([wecomIs(cast.seedContact)], { limit })).toBe('bad_request 400')
  })

  test('may lead back to themselves, or repeat a row', async () => {
    const first = caller.parseList(await caller.told('orders.list', big()))
    caller.vendor.setQuirks({ cursorLoop: true, repeatedRows: true })
    const second = caller.parseList(await caller.told('orders.list', { ...big(), cursor: first.next }))
    expect(second.next).toBe(first.next)
    expect(second.orders[0]?.id).toBe(first.orders.at(-1)?.id)
  })
})

describe('orders of mine', () => {
  test('have an open task for me, and tell whose they are', async () => {
    const pages = await walk('orders.mine', { limit: 5 })
    const orders = pages.flat()
    const isMine = ({ status, assignees }: { status: string; assignees?: unknown }) =>
      status === 'open' && Array.isArray(assignees) && assignees.includes(cast.salesperson)
    expect(orders.length).toBeGreaterThan(8)
    expect(orders.every(({ tasks }) => tasks.some(isMine))).toBe(true)
    expect(orders.find(({ customerId }) => customerId === 'KH10001')).toMatchObject({
      customer: { customerId: 'KH10001', name: '晓雨便利店', externalUserId: cast.seedContact },
    })
    expect(orders.find(({ customerId }) => customerId === 'KH10012')?.['customer']).not.toHaveProperty('externalUserId')
  })

  test('every salesperson has some', async () => {
    for (const userid of ['mengxiangyu', 'linxiaomei', 'hejing', 'zhouwei']) {
      const answer = caller.parseList(await caller.told('orders.mine', { limit: 100, staff: { userid } }))
      expect(answer.orders.length).toBeGreaterThan(2)
    }
  })
})

describe('a search for customers', () => {
  const search = (data: object) => caller.told('customers.search', data)

  test('finds by name, number and whole phone whom this salesperson serves', async () => {
    expect(await search({ q: '国强粮油', limit: 10 })).toEqual({
      candidates: [{ customerId: 'KH10003', title: '国强粮油', subtitle: 'KH10003 · 138****1113', reasons: ['name'] }],
    })
    expect(await search({ q: 'kh10003' })).toMatchObject({ candidates: [{ customerId: 'KH10003' }] })
    expect(await search({ phones: ['13800001113'] })).toMatchObject({ candidates: [{ reasons: ['same_phone'] }] })
    expect(await search({ q: '13800001113' })).toMatchObject({ candidates: [{ reasons: ['same_phone'] }] })
  })

  test('finds nobody by a part of a phone, and nobody whom only others serve', async () => {
    expect(await search({ q: '1380000111' })).toEqual({ candidates: [] })
    expect(await search({ phones: ['13800001118'] })).toEqual({ candidates: [] })
  })

  test('answers ten at most, and asks for three characters', async () => {
    expect(await caller.refused(caller.ask('customers.search', { q: '国强' }))).toBe('bad_request 400')
    expect(await caller.refused(caller.ask('customers.search', {}))).toBe('bad_request 400')
    expect(await caller.refused(caller.ask('customers.search', { q: '国强粮油', limit: 11 }))).toBe('bad_request 400')
  })
})

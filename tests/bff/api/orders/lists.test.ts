import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { boards } from '#contract/board'
import { OrderAnswer, OrderList } from '#contract/order'
import { OrderTaskList } from '#contract/work'
import { anOrder, type Asked } from '../../../support/order-company.ts'
import { startOrdersWork, type OrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const other = 'wmHeMiaomiaoAAAAAAAAAAAAAAAAAAAAAA'
let work: OrdersWork

beforeAll(async () => {
  work = await startOrdersWork()
})
beforeEach(() => {
  work.company.reset()
  // Nothing of the test before is known any more.
  work.time.pass(601_000)
  work.company.customers.set(contact, { customerId: 'c1', name: '南坪店', orders: [anOrder('1'), anOrder('2')] })
})
afterAll(() => work.close())

const noCache = { 'cache-control': 'no-cache' }
const tasks = async (query = '', headers = {}) =>
  OrderTaskList.parse((await work.get(`contacts/${contact}/order-tasks${query}`, headers)).json())
const orders = async (query = '', headers = {}) =>
  OrderList.parse((await work.get(`contacts/${contact}/orders${query}`, headers)).json())
const lists = () => work.company.counts('orders.list')
const answer = (patch: object) => ({
  match: 'one',
  customer: { customerId: 'c1', name: '南坪店', matchedBy: ['external_userid'] },
  orders: [anOrder('1')],
  next: null,
  asOf: new Date(work.time.now()).toISOString(),
  ...patch,
})

describe('the orders of a customer', () => {
  it('are rows of the agenda with number, amount and status, and say whose work they are', async () => {
    work.company.on['orders.list'] = () =>
      answer({
        orders: [
          anOrder('7', {
            links: [
              { rel: 'view', title: '打开', url: `${work.company.url}/view/7`, audience: 'staff' },
              { rel: 'view', title: '打开', url: 'https://elsewhere.example/7', audience: 'staff' },
            ],
          }),
        ],
        summary: {
          since: '2025-11-20T00:00:00+08:00',
          orders: 12,
          amount: { currency: 'CNY', payable: 3_820_000 },
          lastOrderAt: '2026-09-03T10:00:00+08:00',
        },
      })
    const list = await tasks()
    expect(list).toMatchObject({ state: 'fresh', match: 'one', counts: { open: 1, overdue: 0, done: 0 } })
    expect(list.summary).toEqual({
      orders: 12,
      amount: { currency: 'CNY', payable: 3_820_000 },
      lastOrderAt: '2026-09-03T10:00:00+08:00',
    })
    expect(list.items).toEqual([
      {
        id: 'orders:7:t1',
        source: 'orders',
        kind: 'order_task',
        title: '安排发货',
        detail: 'NO-7 · ¥1,234.50 · 待发货',
        status: 'open',
        dueAt: '2026-11-21T09:00:00+08:00',
        createdAt: '2026-11-19T09:00:00+08:00',
        overdue: false,
        mine: true,
        url: `${work.company.url}/view/7`,
        contact: null,
        orderId: '7',
        task: 'deliver',
        number: 'NO-7',
        amount: { currency: 'CNY', payable: 123_450 },
        statusText: '待发货',
        customerName: '南坪店',
      },
    ])
  })

  it('are asked for once by an opening and the panel, and again after half a minute', async () => {
    const board = await work.get(`contacts/${contact}/board`)
    expect(board.body).toContain('"part":"order-tasks","status":200')
    expect(Object.keys(boards['GET /api/contacts/:externalUserId/board'].parts)).toContain('order-tasks')
    await Promise.all([tasks(), orders()])
    work.time.pass(29_000)
    await orders()
    expect(lists()).toBe(1)
    work.time.pass(2_000)
    await Promise.all([tasks(), orders()])
    expect(lists()).toBe(2)
  })

  it('are asked for earlier where the company says so, and by who pulls to refresh after ten seconds', async () => {
    work.company.on['orders.list'] = () => answer({ maxAgeSeconds: 5 })
    await orders()
    work.time.pass(6_000)
    await orders()
    expect(lists()).toBe(2)
    work.company.on['orders.list'] = () => answer({})
    work.time.pass(6_000)
    await orders()
    await orders('', noCache)
    expect(lists()).toBe(3)
    work.time.pass(11_000)
    await orders('', noCache)
    expect(lists()).toBe(4)
  })

  it('are asked for with who the contact is, how that is known, and what is looked for', async () => {
    await orders(`?status=all&q=${encodeURIComponent('顺丰')}&limit=20&cursor=abc`)
    const [asked] = work.company.asked
    expect(asked?.userid).toBe('mengxiangyu')
    expect(asked?.data).toMatchObject({ status: 'all', q: '顺丰', limit: 20, cursor: 'abc' })
    expect(asked?.data.customer).toEqual({
      identities: [{ type: 'external_userid', value: contact, proof: 'wecom' }],
    })
  })

  it('have pages of the company’s own, and a cursor that is none says so', async () => {
    work.company.on['orders.list'] = ({ data }: Asked) =>
      data.cursor === undefined
        ? answer({ next: 'page 2', total: 2 })
        : data.cursor === 'page 2'
          ? answer({ orders: [anOrder('9')] })
          : { status: 400, code: 'bad_request' }
    const first = await orders('?limit=1')
    expect(first).toMatchObject({ next: 'page 2', total: 2 })
    const second = await orders(`?limit=1&cursor=${encodeURIComponent(first.next ?? '')}`)
    expect([second.orders.map(({ id }) => id), second.next]).toEqual([['9'], null])
    const broken = await work.get(`contacts/${contact}/orders?cursor=broken`)
    expect([broken.statusCode, broken.json().code]).toEqual([400, 'bad_cursor'])
  })

  it('of several pages give the agenda all of their tasks, each once and as it was changed last', async () => {
    const later = anOrder('1', { updatedAt: '2026-11-19T12:00:00+08:00', statusText: '已改' })
    const pages: Record<string, object> = {
      '': { orders: [anOrder('1'), anOrder('2')], next: 'a' },
      a: { orders: [later, anOrder('3')], next: 'b' },
      // It leads to itself.
      b: { orders: [anOrder('4')], next: 'b' },
    }
    work.company.on['orders.list'] = ({ data }: Asked) => answer(pages[String(data.cursor ?? '')] ?? {})
    const list = await tasks()
    expect(list.items.map(({ orderId, statusText }) => [orderId, statusText]).toSorted()).toEqual([
      ['1', '已改'],
      ['2', '待发货'],
      ['3', '待发货'],
      ['4', '待发货'],
    ])
    expect(list).toMatchObject({ state: 'stale', problem: { code: 'rows_cut' } })
    expect(lists()).toBeLessThan(5)
  })

  it.each(['none', 'many'] as const)('are not shown to anybody where the match is %s', async (match) => {
    work.company.on['orders.list'] = () => answer({ match })
    const list = await tasks()
    expect(list).toMatchObject({ state: 'unlinked', needs: 'contact-link', match, items: [], summary: null })
    expect(await orders()).toMatchObject({ state: 'fresh', match, customer: null, orders: [], next: null })
  })

  it('of a stranger among them are dropped, counted, and told to nobody', async () => {
    work.company.on['orders.list'] = () =>
      answer({ orders: [anOrder('1'), anOrder('66', { customerId: 'somebody-else', number: 'STRANGER' })] })
    const list = await orders()
    expect(list.orders.map(({ id }) => id)).toEqual(['1'])
    expect(list.state).toBe('fresh')
    expect((await tasks()).leftOut).toBeUndefined()
    const metrics = await work.bff.app.inject('/metrics')
    expect(metrics.body).toMatch(/sidedesk_orders_dropped_total\{kind="stranger"\} [1-9]/)
    expect(work.bff.logged.join('')).not.toContain('STRANGER')
  })

  it('that cannot be read are left out and counted', async () => {
    const bad = [
      anOrder('2', { id: 19 }),
      anOrder('3', { amounts: { currency: 'CNY', payable: 12.5, paid: 0, refunded: 0 } }),
      anOrder('4', { createdAt: '2026-11-19 09:00:00' }),
      anOrder('5', { updatedAt: '1970-01-01T08:00:00+08:00' }),
      anOrder('6', { amounts: { currency: 'XXQ', payable: 1, paid: 0, refunded: 0 } }),
    ]
    work.company.on['orders.list'] = () => answer({ orders: [anOrder('1'), ...bad] })
    const list = await tasks()
    expect(list).toMatchObject({ state: 'stale', leftOut: 5, problem: { code: 'rows_left_out' } })
    expect(list.items.map(({ orderId }) => orderId)).toEqual(['1'])
    expect(await orders()).toMatchObject({ state: 'stale', problem: { code: 'rows_left_out' } })
  })

  it('with an id of too many digits for a number are not taken for others', async () => {
    work.company.on['orders.list'] = () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(answer({ orders: [anOrder('1'), anOrder('LONG')] })).replace(
        '"LONG"',
        '1234567890123456789',
      ),
    })
    expect((await orders()).orders.map(({ id }) => id)).toEqual(['1'])
  })

  it('may be refused to one salesperson for one customer, which closes nothing for others', async () => {
    work.company.customers.set(other, { customerId: 'c2', name: '别人', orders: [] })
    work.company.on['orders.list'] = ({ data }: Asked) =>
      JSON.stringify(data).includes(contact)
        ? { status: 403, code: 'not_allowed' }
        : answer({ customer: null, match: 'none' })
    for (let time = 0; time < 8; time += 1) {
      const refused = await work.get(`contacts/${contact}/order-tasks`)
      expect([refused.statusCode, refused.json().code]).toEqual([403, 'orders_not_allowed'])
    }
    expect((await work.get(`contacts/${contact}/orders`)).json().code).toBe('orders_not_allowed')
    const theirs = await work.get(`contacts/${other}/orders`)
    expect(theirs.statusCode).toBe(200)
  })

  it('are those of one customer on every page: another one’s page is none', async () => {
    const strange = { customerId: 'c2', name: '别人', matchedBy: ['external_userid'] }
    work.company.on['orders.list'] = ({ data }: Asked) =>
      data.cursor === undefined
        ? answer({ next: 'page 2' })
        : answer({ customer: strange, orders: [anOrder('66', { customerId: 'c2' })] })
    expect((await tasks()).items.map(({ orderId }) => orderId)).toEqual(['1'])
    expect(await tasks()).toMatchObject({ state: 'stale', problem: { code: 'rows_cut' } })
    const later = await work.get(`contacts/${contact}/orders?cursor=page%202`)
    expect([later.statusCode, later.json().code]).toEqual([400, 'bad_cursor'])
  })

  it('say nothing of another customer’s order, though the answer fits itself', async () => {
    work.company.on['orders.get'] = () => ({
      customer: { customerId: 'c2', name: '别人', matchedBy: ['external_userid'] },
      order: anOrder('66', { customerId: 'c2' }),
      asOf: new Date(work.time.now()).toISOString(),
    })
    const refused = await work.get(`contacts/${contact}/orders/66`)
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'order_gone'])
  })

  it('are none where what is said to have matched was not sent', async () => {
    work.company.on['orders.list'] = () => answer({ customer: { customerId: 'c1', matchedBy: ['mobile', 'unionid'] } })
    expect(await orders()).toMatchObject({ match: 'none', orders: [] })
  })

  it('that are refused in no words of the contract are gone as well, whatever was asked before', async () => {
    await orders('?status=all')
    await orders()
    work.time.pass(31_000)
    work.company.on['orders.list'] = () => ({
      status: 403,
      body: 'Forbidden',
      headers: { 'content-type': 'text/plain' },
    })
    expect((await work.get(`contacts/${contact}/orders`)).json().code).toBe('orders_not_allowed')
    work.company.on['orders.list'] = () => ({ status: 500, code: 'internal' })
    expect((await work.get(`contacts/${contact}/orders?status=all`)).statusCode).toBe(502)
  })

  it('beyond what is read of one page are counted', async () => {
    work.company.on['orders.list'] = () =>
      answer({ orders: Array.from({ length: 205 }, (_, index) => anOrder(`n${index}`)) })
    expect(await tasks()).toMatchObject({ state: 'stale', leftOut: 5 })
  })

  it('are not shown any more once the company refuses them', async () => {
    await orders()
    work.time.pass(31_000)
    work.company.on['orders.list'] = () => ({ status: 403, code: 'not_allowed' })
    expect((await work.get(`contacts/${contact}/orders`)).statusCode).toBe(403)
    work.company.on['orders.list'] = () => ({ status: 500, code: 'internal' })
    expect((await work.get(`contacts/${contact}/orders`)).statusCode).toBe(502)
  })

  it('of a copy that lags behind by an hour are not called fresh', async () => {
    const asOf = new Date(work.time.now() - 3_600_000).toISOString()
    work.company.on['orders.list'] = () => answer({ orders: [anOrder('1')], asOf })
    expect(await orders()).toMatchObject({ state: 'stale', problem: { code: 'mirror_late' } })
    expect(await tasks()).toMatchObject({ state: 'stale', problem: { code: 'mirror_late' } })
  })

  it('are shown as they were last known, with their age, while the order system fails', async () => {
    const first = await tasks()
    work.time.pass(31_000)
    work.company.on['orders.list'] = () => ({ status: 500, code: 'internal' })
    const last = await tasks()
    expect(last.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id))
    expect(last).toMatchObject({
      state: 'stale',
      asOf: first.asOf,
      problem: { code: 'upstream_unreachable', source: 'orders' },
    })
    expect(await orders()).toMatchObject({ state: 'stale', asOf: first.asOf })
  })

  it.each([
    [{ status: 401, code: 'bad_signature' }, 502, 'upstream_refused'],
    [{ status: 429, code: 'busy', headers: { 'retry-after': '3' } }, 503, 'upstream_rate_limited'],
    [{ status: 503, code: 'busy', headers: { 'retry-after': '3' } }, 503, 'upstream_rate_limited'],
    [{ status: 500, code: 'internal' }, 502, 'upstream_unreachable'],
    [{ status: 302, headers: { location: 'https://elsewhere.example/' } }, 502, 'upstream_refused'],
    [{ status: 404 }, 502, 'upstream_not_found'],
    [{ status: 200, body: '<html>' }, 502, 'upstream_unreadable'],
    [{ match: 'one' }, 502, 'upstream_unreadable'],
  ])('that fail with %j are a problem of %d %s', async (given, status, code) => {
    work.company.on['orders.list'] = () => given
    // Of this question nothing is known.
    const failed = await work.get(
      `contacts/${contact}/orders?q=${encodeURIComponent(JSON.stringify(given).slice(0, 40))}`,
    )
    expect([failed.statusCode, failed.json().code]).toEqual([status, code])
    if (code === 'upstream_rate_limited') expect(failed.json().retryAfter).toBe(3)
    expect(failed.body + work.bff.logged.join('')).not.toContain('secret detail')
  })
})

describe('one order', () => {
  const one = (id: string) => work.get(`contacts/${contact}/orders/${id}`)

  it('is masked again, and leads to no host that is not listed', async () => {
    const receiver = { name: '李四光', phone: '13800001111', region: '江苏 南京 中山路100号', street: '中山路100号' }
    const links = [
      { rel: 'pay', title: '付款', url: `${work.company.url}/pay/1`, audience: 'customer' },
      { rel: 'pay', title: '付款', url: 'https://elsewhere.example/pay', audience: 'customer' },
      { rel: 'other', title: '脚本', url: 'javascript:alert(1)', audience: 'customer' },
    ]
    work.company.customers.set(contact, { customerId: 'c1', name: '店', orders: [anOrder('1', { receiver, links })] })
    const answered = await one('1')
    const { order, state } = OrderAnswer.parse(answered.json())
    expect(state).toBe('fresh')
    expect(order.receiver).toEqual({ name: '李*', phone: '138****1111', region: null })
    expect(order.links).toEqual([{ rel: 'pay', title: '付款', url: `${work.company.url}/pay/1`, audience: 'customer' }])
    expect(answered.body).not.toContain('中山路')
  })

  it('of a stranger, and one that does not exist, are the same 404 to the letter', async () => {
    work.company.on['orders.get'] = ({ data }: Asked) =>
      data.orderId === 'strange'
        ? {
            customer: { customerId: 'c1', matchedBy: ['external_userid'] },
            order: anOrder('strange', { customerId: 'c9' }),
            asOf: new Date(work.time.now()).toISOString(),
          }
        : { status: 404, code: 'not_found' }
    const [strange, none] = [await one('strange'), await one('none')]
    const told = ({ statusCode, body, headers }: typeof strange) => [
      statusCode,
      body.replace(String(headers['x-request-id']), 'ID'),
    ]
    expect(told(strange)).toEqual(told(none))
    expect([none.statusCode, none.json().code]).toEqual([404, 'order_gone'])
  })

  it('of whom only a phone says who they are is not shown', async () => {
    work.company.on['orders.get'] = () => ({
      customer: { customerId: 'c1', matchedBy: ['phone'] },
      order: anOrder('1'),
      asOf: new Date(work.time.now()).toISOString(),
    })
    expect((await one('1')).statusCode).toBe(404)
  })
})

it('the page is told what the company calls its system', async () => {
  const { sources } = (await work.get('session')).json()
  expect(sources).toContainEqual({ id: 'orders', configured: true, connected: true, name: '自家商城' })
})

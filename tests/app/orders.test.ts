import { flushPromises } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import type { Boot } from '#contract/session'
import type { Order, OrderList, OrderTask } from '#contract/order'
import { customersOf } from '../../src/app/agenda/customers.ts'
import { amountsOf, dueWords, isOpenOrder, stateLines, stepsOf } from '../../src/app/features/orders/order-words.ts'
import { summaryWords } from '../../src/app/features/orders/summary-words.ts'
import { moneyWords } from '../../src/app/ui/money.ts'
import { nameSystems } from '../../src/app/work/systems.ts'
import { createFakeApi } from './support/fake-api.ts'
import { createFakeHost } from './support/fake-host.ts'
import {
  button,
  dialog,
  mountBoard,
  ofContact,
  press,
  text,
  titles,
  untilDialog,
  useBoards,
} from './support/mount-board.ts'
import { boot, contact, list, now, problem } from './support/samples.ts'

useBoards()

const at = {
  card: 'GET /api/contacts/wmAAA',
  tasks: 'GET /api/contacts/wmAAA/order-tasks',
  orders: 'GET /api/contacts/wmAAA/orders',
  order: 'GET /api/contacts/wmAAA/orders/o1',
}
const begin: Boot = {
  ...boot,
  session: boot.session && {
    ...boot.session,
    sources: [
      { id: 'orders', configured: true, connected: true, name: '云货订单' },
      { id: 'youmi', configured: true, connected: true },
    ],
  },
}

const pay = {
  id: 't1',
  kind: 'collect_payment',
  title: '催客户付款',
  dueAt: '2026-06-10T18:00:00+08:00',
  status: 'open',
  overdue: false,
  mine: true,
} as const

const order = (more: Partial<Order> = {}): Order => ({
  id: 'o1',
  number: 'YH1',
  customerId: 'KH1',
  shop: null,
  title: '东方树叶 ×10 箱',
  status: 'pending_payment',
  statusText: '待付款',
  payment: 'partly_paid',
  fulfilment: 'unshipped',
  afterSales: null,
  amounts: { currency: 'CNY', payable: 486_000, paid: 200_000, refunded: 0, discount: null, shipping: null },
  items: [
    { sku: null, name: '东方树叶', options: null, quantity: 10, unitPrice: 48_600, total: 486_000, imageUrl: null },
  ],
  itemCount: 1,
  receiver: null,
  parcels: [],
  createdAt: '2026-06-09T10:00:00+08:00',
  paidAt: null,
  updatedAt: '2026-06-09T10:00:00+08:00',
  closedAt: null,
  remarks: [],
  tasks: [pay],
  links: [
    { rel: 'view', title: '查看', url: 'https://shop.example/o1', audience: 'staff' },
    { rel: 'pay', title: '付款链接', url: 'https://shop.example/pay/o1', audience: 'customer' },
  ],
  fields: [],
  ...more,
})

const customer = { customerId: 'KH1', name: '晓雨', level: null, matchedBy: ['external_userid'], url: null }
const orders = (all: Order[], more: Partial<OrderList> = {}): OrderList => ({
  source: 'orders',
  state: 'fresh',
  asOf: '2026-06-10T13:59:00+08:00',
  match: 'one',
  customer,
  orders: all,
  total: all.length,
  next: null,
  summary: null,
  ...more,
})

const task: OrderTask = {
  id: 'orders:o1:t1',
  source: 'orders',
  kind: 'order_task',
  title: pay.title,
  detail: 'YH1 · ¥4,860.00 · 待付款',
  status: 'open',
  dueAt: pay.dueAt,
  createdAt: null,
  overdue: false,
  mine: true,
  url: null,
  contact: null,
  orderId: 'o1',
  task: 'collect_payment',
  number: 'YH1',
  amount: { currency: 'CNY', payable: 486_000 },
  statusText: '待付款',
  customerName: '晓雨',
}
const summary = {
  orders: 12,
  amount: { currency: 'CNY', payable: 3_820_000 },
  lastOrderAt: '2025-09-03T09:00:00+08:00',
}
const tasks = (items: OrderTask[], more: object = {}) => ({
  ...list('orders', items),
  match: 'one',
  summary: null,
  ...more,
})

const good = () => ({
  [at.card]: { body: contact },
  'GET /api/contacts/wmAAA/todos': { body: list('youmi', []) },
  [at.tasks]: { body: tasks([task], { summary }) },
  [at.orders]: { body: orders([order()]) },
  [at.order]: { body: { source: 'orders', state: 'fresh', asOf: null, customer, order: order() } },
})

const showOrders = async () => {
  nameSystems(begin.session?.sources ?? [])
  await mountBoard(ofContact, { begin })
  await press(/^订单/)
}

describe('on the board', () => {
  test('an open task of an order is a row, and the card says what was ordered', async () => {
    createFakeApi(good())
    await mountBoard(ofContact, { begin })
    expect(titles()).toEqual(['催客户付款'])
    expect(text()).toContain('YH1 · ¥4,860.00 · 待付款')
    expect(text()).toContain('近一年 12 单 ¥38,200 · 上次 2025年9月3日')
  })

  test('who is no customer there is not asked to be linked, and who may be several is', async () => {
    const unlinked = { state: 'unlinked', needs: 'contact-link', asOf: null }
    const api = createFakeApi({ ...good(), [at.tasks]: { body: tasks([], { ...unlinked, match: 'none' }) } })
    await mountBoard(ofContact, { begin })
    expect(text()).toContain('这位客户现在没有要做的事')
    api.routes[at.tasks] = { body: tasks([], { ...unlinked, match: 'many' }) }
    await mountBoard(ofContact, { begin })
    expect(text()).toContain('还没有关联这位客户')
  })

  test('orders that others alone may see are no failure of the board', async () => {
    createFakeApi({ ...good(), [at.tasks]: { status: 403, body: problem('orders_not_allowed', 403, 'orders') } })
    await mountBoard(ofContact, { begin })
    expect(text()).toContain('这位客户现在没有要做的事')
  })
})

describe('the orders of a customer', () => {
  test('are open ones first, and what is over is asked for by a tap', async () => {
    const over = order({
      id: 'o2',
      number: 'YH2',
      title: '百岁山',
      status: 'completed',
      statusText: '已完成',
      tasks: [],
    })
    const api = createFakeApi({
      ...good(),
      [at.orders]: ({ query }) => ({ body: orders(query['status'] === 'all' ? [order(), over] : [order()]) }),
    })
    await showOrders()
    expect(text()).toContain('进行中 1')
    expect(text()).toContain('云货订单 · 13:59')
    expect(text()).toContain('待付款 · 今天 18:00')
    expect(text()).not.toContain('百岁山')
    await press(/已结束的订单/)
    expect(text()).toContain('已结束 1')
    expect(text()).toContain('百岁山')
    expect(api.seen.filter(({ call }) => call === at.orders).map(({ query }) => query['status'])).toEqual([
      'open',
      'all',
    ])
  })

  test.each([
    ['none', '还不知道他是谁', '去认'],
    ['many', '有几位都像他', '选一位'],
  ] as const)('match %s: the next step is to say who they are', async (match, title, label) => {
    createFakeApi({ ...good(), [at.orders]: { body: orders([], { match, customer: null }) } })
    await showOrders()
    expect(text()).toContain(title)
    expect(button(label)).toBeTruthy()
  })

  test('others may see them', async () => {
    createFakeApi({ ...good(), [at.orders]: { status: 403, body: problem('orders_not_allowed', 403, 'orders') } })
    await showOrders()
    expect(text()).toContain('由订单系统决定')
  })

  test('there are none', async () => {
    createFakeApi({ ...good(), [at.orders]: { body: orders([]) } })
    await showOrders()
    expect(text()).toContain('没有进行中的订单')
    await press('看以前的订单')
    expect(text()).toContain('他还没有下过单')
  })

  test('could not be read: those of before are shown with their age', async () => {
    const stale = { state: 'stale', problem: problem('upstream_timeout', 504, 'orders') } as never
    createFakeApi({ ...good(), [at.orders]: { body: orders([order()], stale) } })
    await showOrders()
    expect(text()).toContain('订单是 13:59 的')
    expect(text()).toContain('东方树叶')
  })

  test('nothing known and the order system fails', async () => {
    createFakeApi({ ...good(), [at.orders]: { status: 504, body: problem('upstream_timeout', 504, 'orders') } })
    await showOrders()
    expect(button('重试')).toBeTruthy()
  })

  test('older ones come page by page', async () => {
    const page = (n: number, next: string | null) => ({
      body: orders([order({ id: `o${n}`, number: `YH${n}` })], { next }),
    })
    createFakeApi({ ...good(), [at.orders]: ({ query }) => (query['cursor'] === 'c2' ? page(2, null) : page(1, 'c2')) })
    await showOrders()
    expect(text()).toContain('进行中 1+')
    await press('加载更多')
    expect(text()).toContain('进行中 2')
    expect(text()).toContain('YH2')
  })
})

describe('an order', () => {
  const openOrder = async (host = createFakeHost(ofContact)) => {
    await mountBoard(ofContact, { begin, host: host.host })
    await press(/催客户付款/)
    await untilDialog()
    return host
  }

  test('says first what has to be done, then what is owed', async () => {
    createFakeApi(good())
    await openOrder()
    expect(dialog()?.querySelector('h2')?.textContent).toBe('催客户付款')
    expect(dialog()?.textContent).toContain('还差¥2,860.00')
    expect(dialog()?.querySelector('a.act')?.getAttribute('href')).toBe('https://shop.example/o1')
  })

  test('only what is meant for the customer goes into the chat, and only where that chat is open', async () => {
    createFakeApi(good())
    const host = await openOrder()
    await press('放入聊天：付款链接')
    expect(host.sent).toEqual([
      {
        type: 'link',
        title: '付款链接 · YH1',
        url: 'https://shop.example/pay/o1',
        description: '东方树叶 ×10 箱',
        imageUrl: null,
      },
    ])
    expect(dialog()?.textContent).toContain('记得点「发送」')
    expect(dialog()?.textContent).not.toContain('放入聊天：查看')
  })

  test('that the order system takes away is shown no more', async () => {
    const api = createFakeApi(good())
    await mountBoard(ofContact, { begin })
    await press(/^订单/)
    expect(text()).toContain('东方树叶')
    api.routes[at.orders] = { status: 403, body: problem('orders_not_allowed', 403, 'orders') }
    await press(/刷新/)
    await flushPromises()
    expect(text()).not.toContain('东方树叶')
    expect(text()).toContain('由订单系统决定')
  })

  test('a chat that was changed between gets nothing', async () => {
    createFakeApi(good())
    const host = await openOrder()
    host.state.open = { kind: 'contact', externalUserId: 'wmBBB' }
    await press('放入聊天：付款链接')
    await flushPromises()
    expect(host.sent).toEqual([])
    expect(dialog()?.textContent).toContain('聊天已经换了，没有放入')
  })

  test('a client that never answers leaves it uncertain', async () => {
    createFakeApi(good())
    const host = await openOrder()
    host.state.answer = async () => ({ kind: 'unknown' })
    await press('放入聊天：付款链接')
    expect(button('再放一次：付款链接')).toBeTruthy()
  })
})

test('on my own board an order’s task belongs to its customer, and of who is not linked to the name in the order system', () => {
  const ofKnown = { ...task, contact: { externalUserId: 'wmAAA', name: '南坪店老板' } }
  const stranger = { ...task, id: 'orders:o2:t1', orderId: 'o2' }
  const nameless = { ...task, id: 'orders:o3:t1', orderId: 'o3', customerName: null }
  const customers = customersOf([{ id: 'today', items: [ofKnown, stranger, nameless] }])
  expect(customers.map(({ name, subject }) => [name, subject?.kind ?? null])).toEqual([
    ['南坪店老板', 'contact'],
    ['晓雨', null],
    ['客户未关联', null],
  ])
})

describe('words', () => {
  test('amounts are in the currency’s own digits', () => {
    expect(moneyWords(123_450, 'CNY')).toBe('¥1,234.50')
    expect(moneyWords(3_820_049, 'CNY', true)).toBe('¥38,200')
    expect(moneyWords(38_000, 'JPY')).toContain('38,000')
    expect(moneyWords(1234, 'BHD')).toContain('1.234')
    // Engines write these without the two digits that ISO 4217 has.
    expect(moneyWords(1_234_500, 'HUF')).toContain('12,345.00')
  })

  test('the third amount is what is owed, or what was given back', () => {
    expect(amountsOf(order()).at(-1)).toEqual({ label: '还差', words: '¥2,860.00', isMain: true })
    const amounts = { ...order().amounts, payable: 0, paid: 37_900, refunded: 37_900 }
    expect(amountsOf(order({ amounts, status: 'closed' })).at(-1)).toEqual({
      label: '已退',
      words: '¥379.00',
      isMain: true,
    })
  })

  test('an order with an open task is open, whatever its status', () => {
    expect(isOpenOrder(order({ status: 'closed' }))).toBe(true)
    expect(isOpenOrder(order({ status: 'closed', tasks: [{ ...pay, status: 'done' }] }))).toBe(false)
    expect(isOpenOrder(order({ status: 'unknown', tasks: [] }))).toBe(true)
  })

  test('a parcel’s last step stands on top', () => {
    const parcel = {
      carrier: '顺丰',
      carrierCode: null,
      trackingNumber: 'SF1',
      shippedAt: '2026-06-09T10:00:00+08:00',
      url: null,
    }
    expect(
      stepsOf({ ...parcel, status: 'exception', signedAt: null }).map(({ text, isTrouble }) => [text, isTrouble]),
    ).toEqual([
      ['物流异常', true],
      ['已发出', false],
    ])
  })

  test('payment, delivery and after-sales are three lines', () => {
    const afterSales = { status: 'requested', text: '少了一箱', at: null } as const
    expect(stateLines(order({ afterSales }), now)).toEqual([
      ['付款', '付了一部分'],
      ['发货', '还没有发货'],
      ['售后', '客户申请了售后 · 少了一箱'],
    ])
  })

  test('when a task is due', () => {
    expect(dueWords(pay, now)).toBe('今天 18:00')
    expect(dueWords({ ...pay, dueAt: '2026-06-08T14:00:00+08:00', overdue: true }, now)).toBe('逾期 2 天')
    expect(dueWords({ ...pay, dueAt: null }, now)).toBe('')
  })

  test('what is not told is not said', () => {
    expect(summaryWords(null, now)).toBe('')
    expect(summaryWords({ ...summary, orders: 0, lastOrderAt: null }, now)).toBe('近一年 0 单')
  })
})

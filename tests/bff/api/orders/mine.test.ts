import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OrderTaskList } from '#contract/work'
import { anOrder, type Asked } from '../../../support/order-company.ts'
import { startOrdersWork, type OrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
/** Followed by a colleague alone. */
const foreign = 'wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA'
let work: OrdersWork

beforeAll(async () => {
  work = await startOrdersWork()
})
beforeEach(() => {
  work.company.reset()
  work.time.pass(3_601_000)
})
afterAll(() => work.close())

const task = (id: string, assignees: string[], patch: object = {}) => ({
  id,
  kind: 'deliver',
  title: `任务 ${id}`,
  dueAt: null,
  status: 'open',
  assignees,
  ...patch,
})
const mine = async (query = '') => OrderTaskList.parse((await work.get(`me/order-tasks${query}`)).json())
const answer = (orders: object[], next: string | null = null) => ({
  orders,
  next,
  asOf: new Date(work.time.now()).toISOString(),
})

describe('my own order tasks', () => {
  it('are gone once the company refuses them', async () => {
    work.company.on['orders.mine'] = () => answer([anOrder('1', { tasks: [task('a', ['mengxiangyu'])] })])
    expect((await mine()).items).toHaveLength(1)
    work.time.pass(31_000)
    work.company.on['orders.mine'] = () => ({ status: 403, code: 'not_allowed' })
    expect((await work.get('me/order-tasks')).statusCode).toBe(403)
  })

  it('are those that name me, whatever the case, each with the customer whom I follow', async () => {
    work.company.on['orders.mine'] = () =>
      answer([
        anOrder('1', {
          tasks: [task('a', ['MengXiangYu']), task('b', ['linxiaomei']), task('c', [])],
          customer: { name: '南坪店', externalUserId: contact },
        }),
        anOrder('2', { customerId: 'c2', tasks: [task('a', ['mengxiangyu'])], customer: { externalUserId: foreign } }),
      ])
    const list = await mine()
    expect(list.items.map(({ id, contact: who, customerName }) => [id, who?.externalUserId, customerName])).toEqual([
      ['orders:1:a', contact, '南坪店'],
      ['orders:2:a', undefined, null],
    ])
    expect(list).toMatchObject({ state: 'fresh', counts: { open: 2 }, match: null, summary: null })
    const asked = work.company.asked.find(({ type }) => type === 'orders.mine')
    expect(asked?.userid).toBe('mengxiangyu')
  })

  it('lead to a contact by its link where the order system does not know it', async () => {
    const link = { source: 'orders', sourceId: 'c9', name: null, linkedBy: 'import', linkedAt: 1 } as const
    await work.bff.store.links.add(contact, link)
    work.company.on['orders.mine'] = () => answer([anOrder('1', { customerId: 'c9' })])
    expect((await mine()).items[0]?.contact?.externalUserId).toBe(contact)
  })

  it('are of all pages, and found by number, words and customer', async () => {
    work.company.on['orders.mine'] = ({ data }: Asked) =>
      data.cursor === undefined
        ? answer([anOrder('1', { number: 'AB-77', customer: { name: '南坪店' } })], 'more')
        : answer([anOrder('2', { tasks: [task('x', ['mengxiangyu'], { title: '开发票' })] })])
    expect((await mine()).items).toHaveLength(2)
    expect((await mine('?q=ab-77')).items.map(({ orderId }) => orderId)).toEqual(['1'])
    expect((await mine('?q=' + encodeURIComponent('南坪'))).items.map(({ orderId }) => orderId)).toEqual(['1'])
    expect((await mine('?q=' + encodeURIComponent('发票'))).items.map(({ orderId }) => orderId)).toEqual(['2'])
    expect(work.company.counts('orders.mine')).toBe(2)
  })

  it('ask WeCom for the names of no more customers than are shown', async () => {
    const { world, vendors } = work.simulators
    const followed = world.contacts.filter(({ follows }) => follows.some(({ userid }) => userid === 'mengxiangyu'))
    work.company.on['orders.mine'] = () =>
      answer(
        followed.slice(0, 8).map(({ externalUserId }, at) => anOrder(String(at), { customer: { externalUserId } })),
      )
    vendors.wecom.seen.length = 0
    expect((await mine('?limit=2')).items).toHaveLength(2)
    const asked = vendors.wecom.seen.filter(({ operation }) => operation.includes('externalcontact/get'))
    expect(asked.length).toBeLessThanOrEqual(2)
  })

  it('are hidden where the order system cannot tell them, and its ping is asked once an hour', async () => {
    work.company.on.ping = () => ({ contract: '1', system: 's', now: null, features: ['search'] })
    expect((await mine()).state).toBe('unconfigured')
    expect((await mine()).state).toBe('unconfigured')
    expect(work.company.counts('ping')).toBe(1)
    expect(work.company.counts('orders.mine')).toBe(0)
  })

  it('are asked for all the same where the ping fails', async () => {
    work.company.on.ping = () => ({ status: 500, code: 'internal' })
    work.company.on['orders.mine'] = () => answer([anOrder('1')])
    expect((await mine()).items).toHaveLength(1)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LinkCandidates } from '#contract/link'
import { OrderTaskList } from '#contract/work'
import { anOrder, type Asked } from '../../../support/order-company.ts'
import { startOrdersWork, type OrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
let work: OrdersWork

beforeAll(async () => {
  work = await startOrdersWork({ LINK_BY_PHONE: '1' })
})
beforeEach(() => {
  work.company.reset()
  work.time.pass(601_000)
})
afterAll(() => work.close())

const candidate = (customerId: string, reasons: string[] = []) => ({
  customerId,
  title: `客户 ${customerId}`,
  subtitle: '138****1111',
  reasons,
})
const candidates = async (q = '') =>
  LinkCandidates.parse(
    (await work.get(`contacts/${contact}/link-candidates?source=orders&q=${encodeURIComponent(q)}`)).json(),
  )
const send = (method: 'PUT' | 'DELETE', id: string) =>
  work.bff.app.inject({ method, url: `/api/contacts/${contact}/links/orders/${id}`, headers: { cookie: work.me } })
const identities = () => {
  const asked = work.company.asked.findLast(({ type }) => type === 'orders.list')
  return (asked?.data.customer as { identities: object[] } | undefined)?.identities
}
const tasks = async () => OrderTaskList.parse((await work.get(`contacts/${contact}/order-tasks`)).json())

describe('linking a contact to a customer of the order system', () => {
  it('sends the phones that this salesperson noted as typed, and believes none alone', async () => {
    work.company.on['orders.list'] = () => ({
      match: 'one',
      customer: { customerId: 'c7', name: '别人', matchedBy: ['phone'] },
      orders: [anOrder('1', { customerId: 'c7' })],
      next: null,
    })
    const list = await tasks()
    expect(list).toMatchObject({ state: 'unlinked', match: 'none', items: [] })
    expect(JSON.stringify(list)).not.toContain('别人')
    expect(identities()).toContainEqual({ type: 'phone', value: expect.stringMatching(/^\d+$/), proof: 'typed' })
    const metrics = await work.bff.app.inject('/metrics')
    expect(metrics.body).toMatch(/sidedesk_orders_dropped_total\{kind="phone_alone"\} [1-9]/)
  })

  it('offers whom the company takes the contact for, with reasons of ours', async () => {
    work.company.on['orders.list'] = () => ({
      match: 'many',
      candidates: [candidate('c1', ['same_phone', 'some_reason']), candidate('c2')],
    })
    work.company.on['customers.search'] = ({ data }: Asked) => ({
      candidates: data.phones ? [candidate('c3', ['i_manage'])] : [],
    })
    const { candidates: offered } = await candidates()
    expect(offered.map(({ sourceId, reasons }) => [sourceId, reasons]).toSorted()).toEqual([
      ['c1', ['same_phone', 'order_system']],
      ['c2', ['order_system']],
      ['c3', ['i_manage']],
    ])
  })

  it('searches by three characters at least, and says so in the log without a word of them', async () => {
    work.company.on['customers.search'] = () => ({ candidates: [candidate('c4')] })
    await candidates('张三')
    expect(work.company.counts('customers.search')).toBe(0)
    expect((await candidates('张三丰超市')).candidates.map(({ sourceId }) => sourceId)).toEqual(['c4'])
    const lines = work.bff.logged.filter((line) => line.includes('orders.search'))
    expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({ userid: 'mengxiangyu', externalUserId: contact, found: 1 })
    expect(lines.join('')).not.toContain('张三丰')
  })

  it('is checked by the search that found them, and asked about with the link from then on', async () => {
    work.company.on['customers.search'] = ({ data }: Asked) => ({
      candidates: data.q === '南坪店' ? [candidate('c5')] : [],
    })
    await tasks()
    await candidates('南坪店')
    expect((await send('PUT', 'c5')).statusCode).toBe(204)
    await tasks()
    expect(identities()).toContainEqual({ type: 'customer_id', value: 'c5', proof: 'linked' })
    expect((await send('DELETE', 'c5')).statusCode).toBe(204)
    // What was answered without the link is known for half a minute.
    work.time.pass(31_000)
    await tasks()
    expect(JSON.stringify(identities())).not.toContain('c5')
  })

  it('is refused where the company does not offer them any more', async () => {
    let isOffered = true
    work.company.on['customers.search'] = () => ({ candidates: isOffered ? [candidate('c6')] : [] })
    await candidates('南坪店')
    isOffered = false
    const answer = await send('PUT', 'c6')
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'not_a_candidate'])
    expect((await send('PUT', 'never-seen')).statusCode).toBe(403)
  })

  it('searches no more than thirty times a minute', async () => {
    work.time.pass(61_000)
    const statuses: number[] = []
    for (let count = 0; count < 32; count += 1)
      statuses.push((await work.get(`contacts/${contact}/link-candidates?source=orders&q=abc${count}`)).statusCode)
    expect(statuses.filter((status) => status === 200)).toHaveLength(30)
    expect(statuses.at(-1)).toBe(429)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDoctor } from '../../../../src/bff/commands/open-doctor.ts'
import { readConfig } from '../../../../src/bff/config/config.ts'
import { anOrder, secretOf } from '../../../support/order-company.ts'
import { startOrdersWork, type OrdersWork } from '../../../support/start-orders-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
let folder: string
let work: OrdersWork
let database: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-orders-doctor-'))
  database = `file:${join(folder, 'shared.db')}`
  work = await startOrdersWork({ DATABASE_URL: database })
})
beforeEach(() => {
  work.company.reset()
  work.time.pass(601_000)
})
afterAll(async () => {
  await work.close()
  await rm(folder, { recursive: true, force: true })
})

async function examine(changed: Record<string, string> = {}) {
  const { simulators, company, time } = work
  const own = { ...company.environment, ORDERS_LINK_HOSTS: '', ORDERS_IMAGE_HOSTS: '', DATABASE_URL: database }
  const config = readConfig({
    ...simulators.environment,
    PUBLIC_ORIGIN: 'http://localhost:8080',
    SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
    ...own,
    ...changed,
  })
  const { doctor, close } = await openDoctor({ config, clock: time.clock, log: pino({ level: 'silent' }) })
  const { findings } = await doctor()
  await close()
  return (id: string) => findings.find((finding) => finding.id === id)
}

describe('the doctor of the order system', () => {
  it('finds signature, clock, features and nobody in order', async () => {
    const found = await examine()
    expect(found('orders')).toMatchObject({ state: 'ok', says: '自家商城认我们的签名，有 mine、search、events' })
    expect(found('orders-clock')).toMatchObject({ state: 'ok' })
    expect(found('orders-nobody')).toMatchObject({ state: 'ok' })
    expect(found('left-out-orders')).toMatchObject({ state: 'ok' })
  })

  it.each([
    ['bad_signature', /不认签名/, /ORDERS_SECRET.*原始字节/],
    ['stale_timestamp', /时间不对/, /NTP/],
    ['replayed', /来过/, /webhook-id/],
  ])('tells by %s which of clock, secret and body it is', async (code, says, fix) => {
    work.company.on.ping = () => ({ status: 401, code })
    const found = await examine()
    expect(found('orders')).toMatchObject({
      state: 'fail',
      says: expect.stringMatching(says),
      fix: expect.stringMatching(fix),
    })
    expect(found('orders-nobody')?.state).toBe('skipped')
  })

  it('tells another secret from none', async () => {
    const found = await examine({ ORDERS_SECRET: secretOf('one that nobody knows') })
    expect(found('orders')).toMatchObject({ state: 'fail', says: '订单系统不认签名' })
  })

  it('says how far the clocks are apart, and which contract is spoken', async () => {
    const told = (patch: object) => () => ({
      contract: '1',
      system: '商城',
      now: new Date(work.time.now() + 90_000).toISOString(),
      features: [],
      ...patch,
    })
    work.company.on.ping = told({})
    expect((await examine())('orders-clock')).toMatchObject({ state: 'warn', says: '比订单系统慢 90 秒' })
    work.company.on.ping = told({ contract: '2' })
    expect((await examine())('orders')).toMatchObject({ state: 'fail', says: '说的是 sidedesk-orders/2' })
  })

  it('does not take an order system that finds orders of a customer who does not exist', async () => {
    work.company.on['orders.list'] = () => ({
      match: 'one',
      customer: { customerId: 'c1', matchedBy: ['external_userid'] },
      orders: [],
      next: null,
    })
    expect((await examine())('orders-nobody')).toMatchObject({ state: 'fail', says: expect.stringContaining('one') })
    work.company.on['orders.list'] = () => ({ status: 403, code: 'not_allowed' })
    expect((await examine())('orders-nobody')?.state).toBe('skipped')
  })

  it('names orders of strangers, rows that cannot be read, and hosts that are not listed', async () => {
    const links = [{ rel: 'pay', title: '付款', url: 'https://elsewhere.example/pay', audience: 'customer' }]
    work.company.customers.set(contact, {
      customerId: 'c1',
      name: '南坪店',
      orders: [anOrder('1', { links }), anOrder('66', { customerId: 'c9' }), anOrder('7', { createdAt: 'gestern' })],
    })
    await work.get(`contacts/${contact}/orders`)
    const found = (await examine())('left-out-orders')
    expect(found?.state).toBe('warn')
    for (const named of [
      '写着别的客户的订单（66）',
      'orders.list 的 createdAt（7）',
      '不在 ORDERS_LINK_HOSTS 里的链接（elsewhere.example）',
    ])
      expect(found?.says).toContain(named)
    // As soon as the company mends them, nothing is left of it.
    work.company.customers.set(contact, { customerId: 'c1', name: '南坪店', orders: [anOrder('1')] })
    work.time.pass(31_000)
    await work.get(`contacts/${contact}/orders`)
    expect((await examine())('left-out-orders')?.state).toBe('ok')
  })
})

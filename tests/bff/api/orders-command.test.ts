import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { ordersSecret, startOrdersServer, type OrdersServer } from '../../support/orders-server.ts'
import { people } from '../../support/run-orders-kit.ts'

const run = promisify(execFile)
/** Each command is a process of its own. */
const timeout = 120_000

let server: OrdersServer
beforeAll(async () => {
  server = await startOrdersServer(['node', 'docs/orders/server.mjs'])
})
afterAll(() => server.stop())

type Ended = [code: number, said: string]

/** Runs the command with these variables and no others. */
function orders(variables: Record<string, string>, ...args: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...variables }
  return run(process.execPath, ['dist/bff/orders.js', ...args], { env }).then(
    ({ stdout }): Ended => [0, stdout.trim()],
    (error: { code: number; stdout: string; stderr: string }): Ended => [
      error.code,
      `${error.stdout}${error.stderr}`.trim(),
    ],
  )
}

const good = () => ({ ORDERS_URL: server.url, ORDERS_SECRET: ordersSecret })
const all = ['--contact', people.contact, '--staff', people.staff, '--other', people.other, '--phone', people.phone]

describe('npm run orders -- check', () => {
  it('needs no other variable, and ends with 0 where all is as the contract says', { timeout }, async () => {
    const [code, said] = await orders(good(), 'check', ...all, '--calls', '5')
    expect(said).toMatch(/\n56 as the contract says, 0 not, 2 not run$/)
    expect(said).toContain(
      '✓ signature.replayed: ping, and again with the same webhook-id → 401 replayed [docs/orders.md 3]',
    )
    expect(code).toBe(0)
  })

  it('says what is not run, and for want of what', { timeout }, async () => {
    const [code, said] = await orders(good(), 'check', '--calls', '1')
    expect(said).toContain('– orders.match: orders.list of --contact → not run: needs --contact and --staff')
    expect(code).toBe(0)
  })

  it('signs with each secret while one is being changed', { timeout }, async () => {
    const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    const [code] = await orders({ ...good(), ORDERS_SECRET: `${other},${ordersSecret}` }, 'check', '--calls', '1')
    expect(code).toBe(0)
  })

  it('tells a link that leads to a host which is not listed', { timeout }, async () => {
    const [code, said] = await orders(
      { ...good(), ORDERS_LINK_HOSTS: 'mall.example.com' },
      'check',
      ...all,
      '--calls',
      '1',
    )
    expect(said).toContain('✗ orders.link-hosts')
    expect(code).toBe(1)
  })

  it('ends with 1 after one fault, not forty, where the secret is wrong', { timeout }, async () => {
    const wrong = { ...good(), ORDERS_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }
    const [code, said] = await orders(wrong, 'check', ...all)
    expect(said).toBe(
      '✗ reach.ping: ping → 401 bad_signature, not 200 [docs/orders.md 4]\nNothing else was asked: ping has to be answered with 200 first',
    )
    expect(code).toBe(1)
  })

  it('ends with 2 where nothing can be reached', { timeout }, async () => {
    const url = `http://127.0.0.1:${await freePort()}/`
    expect(await orders({ ...good(), ORDERS_URL: url }, 'check')).toEqual([
      2,
      'ORDERS_URL cannot be reached: ECONNREFUSED',
    ])
  })

  it.each([
    [{ ORDERS_URL: 'http://shop.example.com/' }, 'ORDERS_URL: must be an https address; http on loopback only'],
    [
      { ORDERS_SECRET: 'secret' },
      'ORDERS_SECRET: must be whsec_ and 24 to 64 bytes as base64, or several between commas',
    ],
  ])('does not start with %j', { timeout }, async (variables, sentence) => {
    expect(await orders({ ...good(), ...variables }, 'check')).toEqual([1, sentence])
  })

  it('says how it is used', { timeout }, async () => {
    const [code, said] = await orders(good(), 'chekc')
    expect([code, said.split('\n')[0]]).toEqual([
      1,
      'usage: npm run orders -- check [--contact ID] [--staff USERID] [--other ID] [--phone PHONE] [--calls 50]',
    ])
  })
})

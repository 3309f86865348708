import type { InjectOptions } from 'fastify'
import type { Call } from '#contract/endpoint'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { linkRows } from '../support/start-work.ts'
import { authorize, cookiesOf, publicOrigin, startBff, type TestBff } from '../support/start-bff.ts'
import { environmentOf } from './lied-to-environment.ts'
import { expectContract, expectProblem } from './keeps-contract.ts'
import { mutate, type Mutation } from './mutate.ts'
import { startLiar } from './start-liar.ts'
import { clockOf } from '../support/clock.ts'

const me = cast.salesperson
const customer = `/api/contacts/${cast.seedContact}`
/** The oldest order of that customer's. */
const order = (simulators: Simulators) => simulators.vendors.orders.ordersOfCustomer('KH10001')[0]?.id ?? ''
const group = `/api/chats/${cast.seedChat}`

/** The calls that use each vendor's data. */
const asked: Record<VendorName, readonly (readonly [Call, string, object?])[]> = {
  orders: [
    ['GET /api/me/order-tasks', '/api/me/order-tasks?status=all&limit=200'],
    ['GET /api/contacts/:externalUserId/order-tasks', `${customer}/order-tasks?status=all`],
    ['GET /api/contacts/:externalUserId/orders', `${customer}/orders?status=all`],
    ['GET /api/contacts/:externalUserId/orders/:orderId', `${customer}/orders/{order}`],
    ['GET /api/contacts/:externalUserId/link-candidates', `${customer}/link-candidates?source=orders&q=KH10`],
  ],
  wecom: [
    ['GET /api/contacts/:externalUserId', customer],
    ['GET /api/chats/:chatId', group],
    ['POST /api/wecom/signature', '/api/wecom/signature', { url: `${publicOrigin}/` }],
    ['GET /api/me/group-sops', '/api/me/group-sops'],
    ['GET /api/contacts/:externalUserId/group-sops', `${customer}/group-sops`],
    ['GET /api/contacts/:externalUserId/field-tasks', `${customer}/field-tasks?status=all`],
  ],
  youmi: [
    ['GET /api/me/todos', '/api/me/todos?status=all'],
    ['GET /api/contacts/:externalUserId/todos', `${customer}/todos?status=all`],
    ['GET /api/contacts/:externalUserId/link-candidates', `${customer}/link-candidates?source=youmi`],
  ],
  waiqin: [
    ['GET /api/me/field-tasks', '/api/me/field-tasks?status=all&limit=200'],
    ['GET /api/contacts/:externalUserId/field-tasks', `${customer}/field-tasks?status=all&limit=200`],
    ['GET /api/contacts/:externalUserId/link-candidates', `${customer}/link-candidates?source=waiqin`],
  ],
  tanma: [
    ['GET /api/me/group-sops', '/api/me/group-sops?status=all&limit=200'],
    ['GET /api/chats/:chatId/group-sops', `${group}/group-sops?status=all&limit=200`],
  ],
  yunzhong: [
    ['GET /api/me/moments', '/api/me/moments?status=all&limit=200'],
    ['GET /api/me/notices', '/api/me/notices?status=all&limit=200'],
    ['GET /api/contacts/:externalUserId/pushes', `${customer}/pushes?status=all`],
    ['GET /api/contacts/:externalUserId/pushes/:pushId', `${customer}/pushes/701`],
    ['GET /api/chats/:chatId/pushes', `${group}/pushes?status=all`],
    ['PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key', `${customer}/pushes/701/placements/0`],
    ['PUT /api/me/notices/:noticeId/read', '/api/me/notices/105/read'],
  ],
}

export interface LiedTo {
  /** Expects answers that match the contract while the vendor's answers are mutated, and again afterwards. */
  expectHonesty(lies: readonly Mutation[]): Promise<void>
  /** Total number of changed operations. */
  lies(): number
  close(): Promise<void>
}

/** All simulators, one of them behind a proxy that changes answers. Each case has its own BFF. */
export async function startLiedTo(vendor: VendorName): Promise<LiedTo> {
  const now = Date.parse('2026-11-20T10:00:00+08:00')
  const clock = clockOf(() => now)
  const simulators = await startSimulators({ clock, publicOrigin, fieldTasks: 40 })
  const liar = await startLiar(simulators.vendors[vendor].url)
  const { whole } = environmentOf(simulators, vendor, liar.url)
  // No pauses or retries: waiting is not tested here.
  const policy = { [`${vendor.toUpperCase()}_POLICY`]: 'retries=0,breakAfter=1000,pauseMs=0' }
  const environment = {
    ...whole,
    ...policy,
    RATE_LIMIT_SIGN_INS: '1000000',
    OVERLOAD_DELAY_MS: '0',
    WAIQIN_SINCE: '2026-11-01',
  }
  let count = 0

  const start = () => startBff({ environment, wecomUrl: simulators.vendors.wecom.url, clock })

  async function connect(bff: TestBff, cookie: string): Promise<void> {
    const { mobile, password } = simulators.vendors.yunzhong.accountOf(me)
    const payload = { mobile, password }
    const url = '/api/me/connections/yunzhong'
    expectContract('PUT /api/me/connections/yunzhong', await send(bff, { method: 'PUT', url, payload }, cookie))
  }

  const send = (bff: TestBff, request: InjectOptions & { url: string }, cookie: string) =>
    bff.app.inject({ ...request, headers: { cookie, 'cache-control': 'no-cache', origin: publicOrigin } })

  /** The login depends on WeCom's answers, too. */
  async function signIn(bff: TestBff): Promise<void> {
    const begun = await bff.get('/auth/login')
    const landing = await authorize(begun.headers.location ?? '', simulators.vendors.wecom.url, me)
    const done = await bff.get(landing, cookiesOf(begun))
    if (done.statusCode >= 400) expectProblem('/auth/callback', done)
  }

  async function ask(bff: TestBff, cookie: string): Promise<void> {
    for (const [call, url, payload] of asked[vendor]) {
      const [method] = call.split(' ')
      const request = {
        method: method as 'GET',
        url: url.replace('{order}', order(simulators)),
        ...(payload ? { payload } : {}),
      }
      expectContract(call, await send(bff, request, cookie))
    }
  }

  async function each(bff: TestBff, cookie: string, lies: readonly Mutation[]): Promise<void> {
    await bff.store.links.importRows(linkRows(simulators), 'import', now)
    if (vendor === 'yunzhong' && lies.length % 3 > 0) await connect(bff, cookie)
    liar.lie = (operation, json) => {
      const index = [...liar.answers.keys()].indexOf(operation)
      const own = lies.filter((lie) => lie.operation % Math.max(1, liar.answers.size) === index)
      count += own.length
      return own.length > 0 ? mutate(json, own) : json
    }
    if (vendor === 'yunzhong') await connect(bff, cookie)
    if (vendor === 'wecom') await signIn(bff)
    await bff.sync()
    await ask(bff, cookie)
    liar.lie = null
    await ask(bff, cookie)
  }

  const first = await start()
  const cookie = await first.signIn(me)
  // All operations must be known before the first one is changed.
  await each(first, cookie, [])
  await first.close()

  return {
    async expectHonesty(lies) {
      simulators.reset()
      const bff = await start()
      try {
        await each(bff, cookie, lies)
      } finally {
        liar.lie = null
        await bff.close()
      }
    },
    lies: () => count,
    async close() {
      await liar.close()
      await simulators.close()
    },
  }
}

import type { Http } from '../../src/bff/upstream/http.ts'
import { recallLateMs } from '../../src/bff/sources/recall.ts'
import type { Source } from '../../src/bff/sources/source.ts'
import { tally } from '../../src/bff/sources/tally.ts'
import type { Standing } from '../../src/bff/sources/standing.ts'
import { createClient } from '../../src/bff/sources/orders/client.ts'
import { ordersSettings } from '../../src/bff/sources/orders/config.ts'
import { createOrders, toTasks, type Orders, type OrdersDeps } from '../../src/bff/sources/orders/index.ts'
import { createReadAnswers } from '../../src/bff/sources/orders/read-answers.ts'
import { createLeftOut } from '../../src/bff/sources/left-out.ts'
import { ordersSecrets, startOrders } from '../../src/sandbox/vendors/orders/index.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { answering, startBench } from './source-bench.ts'
import type { SourceBench } from './source.ts'

const slowMs = 3_000
const userid = cast.salesperson
const identities = [{ type: 'external_userid', value: cast.seedContact, proof: 'wecom' }] as const
const list = { status: 'open', limit: 50 } as const

/** The open tasks of one contact, as the suite asks every source for its rows. */
function asSource(orders: Orders, now: () => number): Source<Standing> {
  return {
    id: 'orders',
    async read({ subjects, refresh }, signal) {
      const [externalUserId] = subjects ?? []
      if (!externalUserId)
        return { items: [], counts: tally([]), asOf: null, lateMs: recallLateMs, problem: null, leftOut: 0 }
      const question = { userid, externalUserId, identities, refresh, changedAt: async () => '' }
      const read = await orders.open(question, signal)
      const items = read.orders.flatMap((order) => toTasks(order, null, { userid, now: now() }))
      const { asOf, problem, leftOut } = read
      return { items, counts: tally(items), asOf, lateMs: recallLateMs, problem, leftOut }
    },
  }
}

export async function ordersQuestions(): Promise<SourceBench> {
  const bench = await startBench('orders')
  const { clock } = bench
  const world = createWorld({ now: clock() })
  const vendor = await startOrders({ world, clock, slowMs })
  const { config } = ordersSettings.read(vendor.environment)
  if (!config) throw new Error('the simulator’s variables are not in order')
  const secrets: (string | RegExp)[] = [ordersSecrets.asked, ordersSecrets.events, /v1,[\w+/]{40}/, /whsec_/]
  const http: Http = (call, signal) => {
    const { headers = {} } = call.request()
    const signature = headers['webhook-signature']
    if (signature && !secrets.includes(signature)) secrets.push(signature)
    return bench.deps.http(call, signal)
  }
  const deps: OrdersDeps = { ...bench.deps, http, config, corpId: world.corpId, waitMs: 2_000 }
  const readFrom = (from: Http) => {
    const client = createClient({ ...deps, http: from })
    const kept = createLeftOut('orders', { leftOut: deps.store.leftOut, clock })
    return createReadAnswers({ ...deps, client, kept })
  }
  const pull = (from: Http, signal: AbortSignal) => readFrom(from).page({ userid, identities }, list, signal)
  const source = createOrders(deps)
  const question = { userid, externalUserId: cast.seedContact, identities, refresh: false, changedAt: async () => '' }
  const first = await createOrders(deps).open(question, AbortSignal.timeout(5_000))
  const [spoilt, ...others] = vendor.ordersOfCustomer('KH10001').filter(({ tasks }) => tasks.length > 0)
  if (!spoilt || others.length === 0) throw new Error('the simulator has too few orders with tasks')
  return {
    ...bench,
    vendor,
    source: asSource(source, clock),
    pull: (signal) => pull(http, signal),
    pullFrom: (answer) => pull(answering(answer), AbortSignal.timeout(5_000)),
    question: { subjects: [cast.seedContact], staffId: userid },
    total: first.orders.reduce((sum, { tasks }) => sum + tasks.length, 0),
    operation: 'orders.list',
    badRows: () => void vendor.change(spoilt.id, (order) => ({ ...order, extra: { amounts: { currency: 'CNY' } } })),
    addRow: () =>
      void vendor.addOrderTask(spoilt.id, { kind: 'confirm', title: '确认收货时间', dueAt: clock() + 3_600_000 }),
    secrets,
    async close() {
      await source.close?.()
      await bench.close()
      await vendor.close()
    },
  }
}

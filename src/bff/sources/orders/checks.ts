import { fail, ok, skipped, warn, type Check, type Verdict } from '../../check.ts'
import type { Clock } from '../../clock.ts'
import { AppError, UpstreamError } from '../../errors.ts'
import { unconfigured } from '../checks.ts'
import { doctor, type Client } from './client.ts'

/** What the doctor asks of the order system. */
export interface Examined extends Pick<Client, 'ping' | 'list'> {
  clock: Clock
}

const group = '订单系统'
const contract = '1'
const slowSeconds = 60
const known = ['mine', 'search', 'events']
/** As WeCom's ids are written, and no customer's. */
const madeUp = 'wmSidedeskDoctorNobody0000000000'

/** The contract's codes for a refused signature [docs/orders.md]. */
const refusals: Record<string, Verdict> = {
  stale_timestamp: fail(
    '订单系统说签名的时间不对',
    '校准两边服务器的时钟（NTP）：签名的时间和它的时钟相差不能超过 300 秒',
  ),
  replayed: fail('订单系统说这个请求来过', '每个请求的 webhook-id 都是新的：检查中间的代理有没有把请求重发一遍'),
  bad_signature: fail(
    '订单系统不认签名',
    '核对两边的 ORDERS_SECRET；一样的话，检查订单系统是不是用收到的原文（原始字节）验签，而不是解析后再写出来的',
  ),
  unsupported_contract: fail('订单系统不支持 sidedesk-orders/1', '按 docs/orders.md 的版本升级订单系统的接口'),
}

/** Which of clock, secret and raw body it is, by the code of the refusal. */
export function explainOrders(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError)) return null
  return refusals[String(error.vendorCode)] ?? null
}

async function ping({ ping: ask }: Examined, signal: AbortSignal): Promise<Verdict> {
  const { contract: told, system, features } = await ask(signal)
  if (told !== contract) return fail(`说的是 sidedesk-orders/${told.slice(0, 10)}`, '侧边台要的是 sidedesk-orders/1')
  const has = known.filter((feature) => features.includes(feature))
  const says = has.length === 0 ? '没有 mine、search、events' : `有 ${has.join('、')}`
  return ok(`${system ?? '订单系统'}认我们的签名，${says}`)
}

async function compareClocks({ ping: ask, clock }: Examined, signal: AbortSignal): Promise<Verdict> {
  const { now } = await ask(signal)
  if (now === null) return skipped('订单系统没有说它的时间')
  const seconds = Math.round((clock() - now) / 1000)
  const says = `比订单系统${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒`
  if (Math.abs(seconds) > slowSeconds) return warn(says, '校准两边服务器的时钟（NTP）：差到 300 秒，签名就不被接受')
  return ok('和订单系统相差不到一分钟')
}

/** Whoever finds orders of a customer who does not exist finds those of customers without an id. */
async function askForNobody({ list }: Examined, signal: AbortSignal): Promise<Verdict> {
  const identities = [{ type: 'external_userid', value: madeUp, proof: 'wecom' }] as const
  const asked = list({ userid: doctor, identities }, { status: 'open', limit: 1 }, signal)
  const { match } = await asked.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'orders_not_allowed') return { match: null }
    throw error
  })
  if (match === null) return skipped('订单系统只回答它认识的员工；用 npm run orders -- check --staff 来查')
  if (match === 'none') return ok('不存在的客户没有订单')
  return fail(
    `不存在的客户，回答是 match: ${match}`,
    '订单系统没有按 external_userid 找客户：检查查询条件，找不到必须回答 match: none',
  )
}

/** The order system as the doctor sees it. */
export function ordersChecks(orders: Examined | null): Check[] {
  const about = (run: (source: Examined, signal: AbortSignal) => Promise<Verdict>) => (signal: AbortSignal) =>
    orders ? run(orders, signal) : Promise.resolve(unconfigured)
  return [
    { id: 'orders', group, title: '签名和版本', run: about(ping), explain: explainOrders },
    { id: 'orders-clock', group, title: '时钟', needs: ['orders'], run: about(compareClocks), explain: explainOrders },
    {
      id: 'orders-nobody',
      group,
      title: '不存在的客户',
      needs: ['orders'],
      run: about(askForNobody),
      explain: explainOrders,
    },
  ]
}

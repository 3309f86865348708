import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startWork, type WorkBench, type WorkBenchOptions } from './start-work.ts'

/** For everybody, and for two people who are not among them. */
const panels = [
  { id: 'crm', title: '会员', url: 'https://crm.example.com/', entries: ['contact', 'group', 'mine'] },
  ...['bosses', 'others'].map((id) => ({
    id,
    title: '别人的',
    url: `https://${id}.example.com/`,
    entries: ['contact', 'group', 'mine'],
    staff: ['SomebodyElse'],
  })),
]

/** Each of them follows customers, owns groups and has pushes, todos, tasks and notices. */
export const salespeople = [cast.salesperson, cast.colleague, cast.busiest] as const
export type Salesperson = (typeof salespeople)[number]

export interface SalespeopleBench extends WorkBench {
  /** Signs in and connects to 芸众. Again, if the clock has moved past the end of the former session. */
  enter(who: Salesperson): Promise<void>
  /** A call as one of them. */
  send(who: Salesperson, request: InjectOptions & { url: string }): Promise<LightMyRequestResponse>
}

/** The real BFF on all simulators, with three salespeople signed in and connected to 芸众. */
export async function startSalespeople(options: WorkBenchOptions): Promise<SalespeopleBench> {
  const environment = {
    RATE_LIMIT_CALLS: '1000000',
    OVERLOAD_DELAY_MS: '0',
    PANELS: JSON.stringify(panels),
    ...options.environment,
  }
  const bench = await startWork({ ...options, environment })
  const cookies = new Map<Salesperson, string>()

  const send: SalespeopleBench['send'] = (who, request) =>
    bench.bff.app.inject({ ...request, headers: { cookie: cookies.get(who) ?? '', ...request.headers } })

  async function enter(who: Salesperson): Promise<void> {
    cookies.set(who, await bench.bff.signIn(who))
    const { mobile, password } = bench.simulators.vendors.yunzhong.accountOf(who)
    const payload = { mobile, password }
    const answer = await send(who, { method: 'PUT', url: '/api/me/connections/yunzhong', payload })
    if (answer.statusCode !== 204) throw new Error(`${who} is not connected: ${answer.statusCode}`)
  }
  for (const who of salespeople) await enter(who)
  return { ...bench, send, enter }
}

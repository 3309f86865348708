import { startSimulators, type Simulators } from '../../src/sandbox/simulators.ts'
import type { VendorName } from '../../src/sandbox/vendor.ts'
import { publicOrigin, startBff, type TestBff } from '../bff/start-bff.ts'
import { linkRows } from '../bff/start-work.ts'
import { salesperson } from './board.ts'
import { startFront, type Front } from './front.ts'
import { settle } from './machine.ts'

/** No call of the browser lasts longer: less than what some sources would wait for by themselves. */
export const callMs = 4_500

/** Short, so that the matrix is quick; no breaker, whose own failures would hide the reasons. */
const policyOf = (timeoutMs: number) =>
  `timeoutMs=${timeoutMs},retries=1,backoffMs=10,breakAfter=10000,pauseMs=5000,maxBytes=2000000`

/** One BFF behind the front, with a salesperson who is signed in, at 芸众 too. */
export interface Desk {
  bff: TestBff
  origin: string
  cookie: string
  connect(): Promise<void>
}

/** All simulators, one of them behind a hostile front. */
export interface Town {
  source: VendorName
  simulators: Simulators
  front: Front
  /** Of the BFF and of the vendors alike. */
  time: { now: number }
  /** A new BFF that knows nothing, and waits for the source no longer than this. */
  open(timeoutMs: number): Promise<Desk>
  close(): Promise<void>
}

async function createDesk(bff: TestBff, { mobile, password }: { mobile: string; password: string }): Promise<Desk> {
  const origin = await bff.app.listen({ port: 0, host: '127.0.0.1' })
  const cookie = await bff.signIn(salesperson)
  async function connect(): Promise<void> {
    const answer = await fetch(`${origin}/api/me/connections/yunzhong`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json', origin: publicOrigin },
      body: JSON.stringify({ mobile, password }),
    })
    if (answer.status !== 204) throw new Error(`not connected: ${answer.status} ${await answer.text()}`)
  }
  await connect()
  return { bff, origin, cookie, connect }
}

export async function startTown(source: VendorName, began: number): Promise<Town> {
  settle()
  const time = { now: began }
  const clock = () => time.now
  const simulators = await startSimulators({ clock, publicOrigin, fieldTasks: 100 })
  const { vendors } = simulators
  const front = await startFront({ name: source, target: vendors[source].url })
  const environment = Object.fromEntries(
    Object.entries(simulators.environment).map(([name, value]) => [
      name,
      value.replace(vendors[source].url, front.url),
    ]),
  )

  async function open(timeoutMs: number): Promise<Desk> {
    const bff = await startBff({
      environment: {
        ...environment,
        [`${source.toUpperCase()}_POLICY`]: policyOf(timeoutMs),
        CALL_TIMEOUT_MS: String(callMs),
        RATE_LIMIT_CALLS: '100000',
        RATE_LIMIT_SIGN_INS: '1000',
        // Fewer windows to be read again and again.
        WAIQIN_SINCE: '2026-09-01',
      },
      wecomUrl: vendors.wecom.url,
      clock,
    })
    bff.secrets.add('password of 芸众', vendors.yunzhong.accountOf(salesperson).password)
    await bff.store.links.importRows(linkRows(simulators), 'import', clock())
    return createDesk(bff, vendors.yunzhong.accountOf(salesperson))
  }

  return {
    source,
    simulators,
    front,
    time,
    open,
    async close() {
      await front.close()
      await simulators.close()
    },
  }
}

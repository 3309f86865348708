import { startSimulators, type Simulators } from '../../src/sandbox/simulators.ts'
import { vendorNames, type VendorName } from '../../src/sandbox/vendor.ts'
import { startBff, type TestBff, publicOrigin } from '../bff/start-bff.ts'
import { linkRows } from '../bff/start-work.ts'
import { salesperson } from './board.ts'
import { startFront, type Front } from './front.ts'
import { settle } from './machine.ts'

/** No call of the browser lasts longer. */
export const callMs = 4_000
/** Nothing is read of an answer that is larger. */
export const maxBytes = 2_000_000

/** Short, so that the matrix is quick; no breaker, whose own failures would hide the reasons. */
const policy = `timeoutMs=500,retries=1,backoffMs=10,breakAfter=10000,breakMs=100,pauseMs=5000,maxBytes=${maxBytes}`

/** One BFF behind the fronts, with a salesperson who is signed in, at 芸众 too. */
export interface Desk {
  bff: TestBff
  origin: string
  cookie: string
  connect(): Promise<void>
}

export interface Town {
  simulators: Simulators
  fronts: Record<VendorName, Front>
  /** Of the BFF and of the vendors alike. */
  time: { now: number }
  /** Nothing is told to anybody of these. */
  secrets(): string[]
  /** A new BFF that knows nothing; impatient with this source. */
  open(source: VendorName | null): Promise<Desk>
  close(): Promise<void>
}

const toFronts = (environment: Record<string, string>, { vendors }: Simulators, fronts: Town['fronts']) =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      vendorNames.reduce((url, vendor) => url.replace(vendors[vendor].url, fronts[vendor].url), value),
    ]),
  )

/** All simulators, each behind a hostile front. */
export async function startTown(began: number): Promise<Town> {
  settle()
  const time = { now: began }
  const clock = () => time.now
  const simulators = await startSimulators({ clock, publicOrigin })
  const { vendors, environment } = simulators
  const entries = vendorNames.map(
    async (name) => [name, await startFront({ name, target: vendors[name].url })] as const,
  )
  const fronts = Object.fromEntries(await Promise.all(entries)) as Town['fronts']
  const account = vendors.yunzhong.accountOf(salesperson)

  async function open(source: VendorName | null): Promise<Desk> {
    const bff = await startBff({
      environment: {
        ...toFronts(environment, simulators, fronts),
        ...(source ? { [`${source.toUpperCase()}_POLICY`]: policy } : {}),
        WAIQIN_SINCE: '2026-01-01',
        CALL_TIMEOUT_MS: String(callMs),
        RATE_LIMIT_CALLS: '100000',
        RATE_LIMIT_SIGN_INS: '1000',
      },
      wecomUrl: vendors.wecom.url,
      clock,
    })
    await bff.store.links.importRows(linkRows(simulators), 'import', clock())
    const origin = await bff.app.listen({ port: 0, host: '127.0.0.1' })
    const cookie = await bff.signIn(salesperson)
    async function connect(): Promise<void> {
      const { mobile, password } = account
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

  return {
    simulators,
    fronts,
    time,
    secrets: () => [
      ...Object.entries(environment).flatMap(([name, value]) =>
        /SECRET|KEY|PASSWORD|OPENID/.test(name) ? [value] : [],
      ),
      account.password,
      '.vendor.invalid',
      ...Object.values(fronts).flatMap(({ secrets }) => Array.from(secrets)),
    ],
    open,
    async close() {
      await Promise.all(Object.values(fronts).map((front) => front.close()))
      await simulators.close()
    },
  }
}

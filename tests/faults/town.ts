import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import { publicOrigin, startBff, type TestBff } from '../support/start-bff.ts'
import { linkRows } from '../support/start-work.ts'
import { salesperson } from './board.ts'
import { startFront, type Front } from './front.ts'
import { settle } from './machine.ts'
import { clockOf } from '../support/clock.ts'

/** Limit of a whole call by the browser. */
export const callMs = 8_000

/** Short, to keep the matrix quick; without a breaker, because its failures would hide the reasons. */
const policyOf = (timeoutMs: number) =>
  `timeoutMs=${timeoutMs},retries=1,backoffMs=10,breakAfter=10000,pauseMs=5000,maxBytes=2000000`

/** One BFF that uses the front, with a salesperson who is signed in, at 芸众 too. */
export interface Desk {
  bff: TestBff
  origin: string
  readonly cookie: string
  connect(): Promise<void>
  /** As a browser that is used has it: with a cookie of now. */
  renew(): Promise<void>
}

/** All simulators, one of them behind a hostile front. */
export interface Town {
  source: VendorName
  simulators: Simulators
  front: Front
  /** The clock of both the BFF and the vendors. */
  time: { now: number }
  /** Starts a BFF with no data of the source yet and this timeout for it. */
  open(timeoutMs: number): Promise<Desk>
  close(): Promise<void>
}

async function createDesk(bff: TestBff, { mobile, password }: { mobile: string; password: string }): Promise<Desk> {
  const origin = await bff.app.listen({ port: 0, host: '127.0.0.1' })
  let cookie = await bff.signIn(salesperson)
  async function connect(): Promise<void> {
    const answer = await fetch(`${origin}/api/me/connections/yunzhong`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json', origin: publicOrigin },
      body: JSON.stringify({ mobile, password }),
    })
    if (answer.status !== 204) throw new Error(`not connected: ${answer.status} ${await answer.text()}`)
  }
  await connect()
  return {
    bff,
    origin,
    get cookie() {
      return cookie
    },
    connect,
    async renew() {
      cookie = await bff.signIn(salesperson)
    },
  }
}

export async function startTown(source: VendorName, began: number): Promise<Town> {
  settle()
  const time = { now: began }
  const clock = clockOf(() => time.now)
  const simulators = await startSimulators({ clock, publicOrigin, fieldTasks: 100 })
  const { vendors } = simulators
  const front = await startFront({ name: source, target: vendors[source].url })
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-faults-'))
  const environment = Object.fromEntries(
    Object.entries(simulators.environment).map(([name, value]) => [
      name,
      value.replace(vendors[source].url, front.url),
    ]),
  )
  const account = vendors.yunzhong.accountOf(salesperson)
  let desks = 0

  function start(file: string, timeoutMs: number): Promise<TestBff> {
    const variables = {
      ...environment,
      DATABASE_URL: `file:${join(folder, file)}`,
      [`${source.toUpperCase()}_POLICY`]: policyOf(timeoutMs),
      CALL_TIMEOUT_MS: String(callMs),
      RATE_LIMIT_CALLS: '100000',
      RATE_LIMIT_SIGN_INS: '1000',
      // Fewer time windows to read in every case.
      WAIQIN_SINCE: '2026-09-01',
    }
    return startBff({ environment: variables, wecomUrl: vendors.wecom.url, clock })
  }

  /** Prepares the database that every desk starts from: the links and the mirrors of the other sources. */
  async function prepare(): Promise<void> {
    const bff = await start('first.db', callMs)
    await bff.store.links.importRows(linkRows(simulators), 'import', clock())
    await front.suffer({ wire: 'refused' })
    await bff.sync()
    await front.suffer(null)
    await bff.close()
  }

  async function open(timeoutMs: number): Promise<Desk> {
    desks += 1
    await copyFile(join(folder, 'first.db'), join(folder, `${desks}.db`))
    const bff = await start(`${desks}.db`, timeoutMs)
    bff.secrets.add('password of 芸众', account.password)
    return createDesk(bff, account)
  }

  await prepare()
  return {
    source,
    simulators,
    front,
    time,
    open,
    async close() {
      await front.close()
      await simulators.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

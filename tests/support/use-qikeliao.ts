import type { LightMyRequestResponse } from 'fastify'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { Boot } from '#contract/session'
import { BoardLine } from '#contract/board'
import { cast } from '../../src/sandbox/world/cast.ts'
import { clockOf } from './clock.ts'
import { addressOf, qikeliao, type AddressParts } from './qikeliao-address.ts'
import type { TestBff } from './start-bff.ts'
import { startWork, type WorkBench } from './start-work.ts'

/** The accounts in the own order system, by userid. */
export const accounts: Record<string, string> = {
  [cast.salesperson]: 'meng.xy',
  [cast.colleague]: 'lin.xm',
  [cast.withoutYoumiId]: 'zhou.w',
}

export const bootOf = ({ body }: LightMyRequestResponse): Boot =>
  Boot.parse(JSON.parse(/<script type="application\/json" id="boot">(.*?)<\/script>/.exec(body)?.[1] ?? ''))

export const linesIn = ({ body }: LightMyRequestResponse): BoardLine[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => BoardLine.parse(JSON.parse(line)))

export const importAccount = ({ store }: TestBff, userid: string, account: string, at: number) =>
  store.links.importRows([{ subject: 'staff', wecomId: userid, source: 'qikeliao', sourceId: account }], 'import', at)

/** Call it once in a test file: the BFF beside 企客聊, with the accounts of three people imported. */
export function useQikeliao(environment: Record<string, string> = {}) {
  let bench: WorkBench
  const work = {
    now: Date.parse('2026-11-20T10:00:00+08:00'),
    get bff() {
      return bench.bff
    },
    get simulators() {
      return bench.simulators
    },
    /** A right address of this moment, but for what is told. No two are the same. */
    address(parts: Partial<AddressParts> = {}): string {
      work.now += 1000
      const usual = { at: work.now, account: accounts[cast.salesperson] ?? '', friendId: cast.seedFriend }
      return addressOf({ ...usual, ...parts })
    },
    open: (parts: Partial<AddressParts> = {}, headers: Record<string, string> = {}) =>
      bench.bff.get(work.address(parts), undefined, headers),
    /** Opens the page, and gives its bearer as a header. */
    async enter(parts: Partial<AddressParts> = {}) {
      const { bearer = '' } = bootOf(await work.open(parts))
      bench.bff.secrets.add('bearer', bearer)
      return { authorization: `Bearer ${bearer}` }
    },
  }
  beforeAll(async () => {
    bench = await startWork({ clock: clockOf(() => work.now), environment: { ...qikeliao, ...environment } })
    for (const [userid, account] of Object.entries(accounts)) await importAccount(bench.bff, userid, account, work.now)
  })
  afterEach(() => {
    for (const vendor of Object.values(bench.simulators.vendors)) vendor.fault = 'none'
  })
  afterAll(() => bench.close())
  return work
}

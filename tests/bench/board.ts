import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { openStore } from '../../src/bff/store/index.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/simulators.ts'
import { firstLine, freePort, pause, startProcess } from './process.ts'

export const publicOrigin = 'http://localhost:8080'
export const user = 'mengxiangyu'
const rounds = 5
const seconds = 3
const connections = 10

export interface Load {
  requestsPerSecond: number
  p50Ms: number
  p99Ms: number
}

export interface BoardFigures {
  fieldTasks: number
  backfillSeconds: number
  calls: { call: string; bytes: number; bff: Load; sameBytes: Load; ratio: number; ratioSpread: [number, number] }[]
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Through the real login, by the simulator's own page. */
async function signIn(bff: string, wecomUrl: string): Promise<string> {
  const cookiesOf = (response: Response) => response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const begun = await fetch(`${bff}/auth/login`, { redirect: 'manual' })
  const page = begun.headers.get('location')?.replace(`${publicOrigin}/sandbox/wecom`, wecomUrl).replace(/#.*/, '')
  const agreed = await fetch(page ?? '', { redirect: 'manual', headers: { cookie: `sandbox=user=${user}` } })
  const landing = agreed.headers.get('location')?.slice(publicOrigin.length)
  const done = await fetch(`${bff}${landing}`, { redirect: 'manual', headers: { cookie: cookiesOf(begun).join('; ') } })
  return cookiesOf(done).find((pair) => pair.includes('session=')) ?? ''
}

async function untilMirrored(bff: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${bff}/readyz`).catch(() => null)
    const ready = answer?.ok ? ((await answer.json()) as { mirrors?: { name: string; completedAt: unknown }[] }) : {}
    if (ready.mirrors?.length && ready.mirrors.every(({ completedAt }) => completedAt !== null)) return
    await pause(200)
  }
}

async function importLinks(databaseUrl: string, { world }: Simulators): Promise<void> {
  const store = await openStore(databaseUrl)
  const rows = world.links.map(
    ({ subject, wecom_id: wecomId, source, source_id: sourceId }) =>
      ({ subject, wecomId, source, sourceId }) as Parameters<typeof store.links.importRows>[0][number],
  )
  await store.links.importRows(rows, 'bench', Date.now())
  await store.close()
}

/** Lists in turn, as many as the connections bear. */
export async function load(urls: readonly string[], cookie: string): Promise<Load> {
  const requests = urls.map((url) => ({ path: new URL(url).pathname + new URL(url).search }))
  const [url = ''] = urls
  const result = await autocannon({ url, requests, connections, duration: seconds, headers: { cookie } })
  if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`)
  return { requestsPerSecond: result.requests.average, p50Ms: result.latency.p50, p99Ms: result.latency.p99 }
}

const middle = (loads: Load[]): Load => ({
  requestsPerSecond: median(loads.map((each) => each.requestsPerSecond)),
  p50Ms: median(loads.map((each) => each.p50Ms)),
  p99Ms: median(loads.map((each) => each.p99Ms)),
})

/** In turn, so that a slow minute of the machine slows both. */
async function compare(call: string, bff: string, same: string, cookie: string) {
  const bytes = Buffer.from(await (await fetch(`${bff}${call}`, { headers: { cookie } })).arrayBuffer())
  await fetch(same, { method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' } })
  const pairs: { bff: Load; same: Load }[] = []
  for (let round = 0; round < rounds; round += 1) {
    pairs.push({ bff: await load([`${bff}${call}`], cookie), same: await load([same], cookie) })
  }
  const ratios = pairs.map((pair) => pair.bff.requestsPerSecond / pair.same.requestsPerSecond)
  return {
    call,
    bytes: bytes.length,
    bff: middle(pairs.map((pair) => pair.bff)),
    sameBytes: middle(pairs.map((pair) => pair.same)),
    ratio: median(ratios),
    ratioSpread: [Math.min(...ratios), Math.max(...ratios)] as [number, number],
  }
}

/** The built BFF on simulators, in a process of its own, with all that there is mirrored. */
export async function startBuilt(fieldTasks: number, variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-bench-'))
  const databaseUrl = `file:${join(folder, 'bench.db')}`
  const simulators = await startSimulators({ publicOrigin, fieldTasks })
  await importLinks(databaseUrl, simulators)
  const bff = `http://127.0.0.1:${await freePort()}`
  const begun = Date.now()
  const child = startProcess(['dist/bff/main.js'], {
    ...simulators.environment,
    PORT: new URL(bff).port,
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: publicOrigin,
    SESSION_KEY: 'a-session-key-of-the-bench-0123456789',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
    RATE_LIMIT_CALLS: '100000000',
    ...variables,
  })
  await untilMirrored(bff)
  const backfillSeconds = (Date.now() - begun) / 1000
  const cookie = await signIn(bff, simulators.vendors.wecom.url)
  return {
    bff,
    simulators,
    cookie,
    backfillSeconds,
    async close() {
      child.kill('SIGTERM')
      await simulators.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The open contact's board while the mirror holds `fieldTasks` rows. */
export async function measureBoard(fieldTasks: number): Promise<BoardFigures> {
  const { bff, simulators, cookie, backfillSeconds, close } = await startBuilt(fieldTasks)
  const limit = startProcess(['--import', 'tsx', 'tests/bench/same-bytes.ts'])
  const same = await firstLine(limit)
  const contact = simulators.world.links.find(({ subject, source }) => subject === 'contact' && source === 'waiqin')
  const base = `/api/contacts/${contact?.wecom_id}`
  const calls: BoardFigures['calls'] = []
  for (const call of [`${base}/field-tasks`, `${base}/todos`, `${base}/group-sops`, base, '/api/me/field-tasks']) {
    calls.push(await compare(call, bff, same, cookie))
  }
  limit.kill('SIGKILL')
  await close()
  return { fieldTasks, backfillSeconds, calls }
}

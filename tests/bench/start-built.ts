import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/bff/store/index.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { linkRows } from '../support/start-work.ts'
import { pause, startProcess } from './process.ts'
import { freePort } from '../support/free-port.ts'

export const publicOrigin = 'http://localhost:8080'
export const user = 'mengxiangyu'

const cookiesOf = (response: Response) => response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')

/** Through the real login, with the simulator's own page. */
export async function signIn(bff: string, wecomUrl: string, userid: string = user): Promise<string> {
  const begun = await fetch(`${bff}/auth/login`, { redirect: 'manual' })
  const page = begun.headers.get('location')?.replace(`${publicOrigin}/sandbox/wecom`, wecomUrl).replace(/#.*/, '')
  const agreed = await fetch(page ?? '', { redirect: 'manual', headers: { cookie: `sandbox=user=${userid}` } })
  const landing = agreed.headers.get('location')?.slice(publicOrigin.length)
  const done = await fetch(`${bff}${landing}`, { redirect: 'manual', headers: { cookie: cookiesOf(begun).join('; ') } })
  const session = cookiesOf(done).find((pair) => pair.includes('session='))
  if (!session) throw new Error(`no session for ${userid}: ${done.status}`)
  return session
}

export interface ReadyMirror {
  name: string
  completedAt: unknown
  isLeader: boolean
}

/** What `/readyz` says about the mirrors; null while it does not answer. */
export async function mirrorsOf(bff: string): Promise<ReadyMirror[] | null> {
  const answer = await fetch(`${bff}/readyz`).catch(() => null)
  return answer?.ok ? (((await answer.json()) as { mirrors?: ReadyMirror[] }).mirrors ?? null) : null
}

export async function untilMirrored(bff: string): Promise<void> {
  for (;;) {
    const mirrors = await mirrorsOf(bff)
    if (mirrors?.length && mirrors.every(({ completedAt }) => completedAt !== null)) return
    await pause(200)
  }
}

/** Node's arguments in `npm run serve`. */
function servedBy(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { serve: string } }
  return scripts.serve.split(' ').slice(1)
}

/** The built BFF in a process of its own. If it ends by itself, the bench ends as well. */
export async function startInstance(environment: Record<string, string>) {
  const url = `http://127.0.0.1:${await freePort()}`
  const child = startProcess(servedBy(), {
    PORT: new URL(url).port,
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: publicOrigin,
    SESSION_KEY: 'a-session-key-of-the-bench-0123456789',
    LOG_LEVEL: 'error',
    RATE_LIMIT_CALLS: '100000000',
    // The bench is meant to overload the BFF.
    OVERLOAD_DELAY_MS: '0',
    ...environment,
  })
  const endEarly = (code: number | null) => {
    console.error(`the BFF ended early with ${code}`)
    process.exit(1)
  }
  child.once('exit', endEarly)
  async function stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    child.off('exit', endEarly)
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return { url, pid: child.pid, stop }
}

export async function importLinks(simulators: Simulators, databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl)
  await store.links.importRows(linkRows(simulators), 'bench', Date.now())
  await store.close()
}

/** The built BFF on simulators, in a process of its own, with complete mirrors. */
export async function startBuilt(fieldTasks: number, variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-bench-'))
  const databaseUrl = variables['DATABASE_URL'] ?? `file:${join(folder, 'bench.db')}`
  const simulators = await startSimulators({ publicOrigin, fieldTasks })
  await importLinks(simulators, databaseUrl)
  const instance = await startInstance({ ...simulators.environment, DATABASE_URL: databaseUrl, ...variables })
  await untilMirrored(instance.url)
  const cookie = await signIn(instance.url, simulators.vendors.wecom.url)
  return {
    bff: instance.url,
    pid: instance.pid,
    simulators,
    cookie,
    async close() {
      await instance.stop()
      await simulators.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Built = Awaited<ReturnType<typeof startBuilt>>

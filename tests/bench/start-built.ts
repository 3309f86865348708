import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/bff/store/index.ts'
import { startSimulators } from '../../src/sandbox/simulators.ts'
import { linkRows } from '../bff/start-work.ts'
import { freePort, pause, startProcess } from './process.ts'

export const publicOrigin = 'http://localhost:8080'
export const user = 'mengxiangyu'

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

/** The built BFF on simulators, in a process of its own, with all that there is mirrored. */
export async function startBuilt(fieldTasks: number, variables: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-bench-'))
  const databaseUrl = variables['DATABASE_URL'] ?? `file:${join(folder, 'bench.db')}`
  const simulators = await startSimulators({ publicOrigin, fieldTasks })
  const store = await openStore(databaseUrl)
  await store.links.importRows(linkRows(simulators), 'bench', Date.now())
  await store.close()
  const bff = `http://127.0.0.1:${await freePort()}`
  const child = startProcess(['dist/bff/main.js'], {
    ...simulators.environment,
    PORT: new URL(bff).port,
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: publicOrigin,
    SESSION_KEY: 'a-session-key-of-the-bench-0123456789',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
    RATE_LIMIT_CALLS: '100000000',
    // More work than there is time for is what a bench brings.
    OVERLOAD_DELAY_MS: '0',
    ...variables,
  })
  await untilMirrored(bff)
  const cookie = await signIn(bff, simulators.vendors.wecom.url)
  return {
    bff,
    pid: child.pid,
    simulators,
    cookie,
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      await simulators.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/bff/store/index.ts'
import { startPostgres } from '../conformance/postgres.ts'
import { firstLine, freePort, pause, startProcess } from './process.ts'
import { vitalsOf } from './vitals.ts'

const vendorPageMs = 150
const shortIntervalMs = 1000
const pollMs = 20
/** Of the mirror of tasks, where nothing says otherwise. */
const defaultIntervalMs = 60_000

export interface Backfill {
  database: 'sqlite' | 'postgres'
  vendorMs: number
  tasks: number
  seconds: number
  tasksPerSecond: number
  /** What one CPU would do in a second, were nothing else running on it. */
  tasksPerCpuSecond: number
  peakMegabytes: number
  /** Of the time, during which an answer of the vendor was awaited. */
  waiting: number
}

export interface Increments {
  tasks: number
  callsPerPass: number
  callsPerHour: number
  cpuMsPerPass: number
  /** From a change at the vendor to its row in the store, at an interval of a second. */
  lagP50Ms: number
  lagP99Ms: number
}

interface Started {
  tasks: number
  databaseUrl: string
  latencyMs?: number
  intervalMs?: number
}

/** The built BFF beside a vendor of this size, each in a process of its own. */
async function start({ tasks, databaseUrl, latencyMs = 0, intervalMs = defaultIntervalMs }: Started) {
  const settings = { TASKS: String(tasks), LATENCY_MS: String(latencyMs) }
  const vendor = startProcess(['--import', 'tsx', 'tests/bench/paged-vendor.ts'], settings)
  const vendorUrl = await firstLine(vendor)
  const port = await freePort()
  const bff = startProcess(['dist/bff/main.js'], {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_ORIGIN: 'http://localhost:8080',
    SESSION_KEY: 'a-session-key-of-the-bench-0123456789',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'error',
    OVERLOAD_DELAY_MS: '0',
    MIRROR_INTERVAL_MS: String(intervalMs),
    WECOM_CORP_ID: 'ww1',
    WECOM_AGENT_ID: '1000002',
    WECOM_SECRET: 'a-secret-of-the-bench',
    WECOM_API_URL: vendorUrl,
    WAIQIN_API_URL: vendorUrl,
    WAIQIN_OPENID: '8412600713655280641',
    WAIQIN_APP_KEY: 'a-key-of-the-bench',
  })
  const calls = async () => (await (await fetch(`${vendorUrl}/calls`)).json()) as Record<string, number>
  const progress = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    const ready = answer?.ok ? ((await answer.json()) as { mirrors?: { name: string; completedAt: unknown }[] }) : {}
    return ready.mirrors?.find(({ name }) => name === 'waiqin-tasks')
  }
  while (!(await progress())) await pause(pollMs)
  return {
    pid: bff.pid,
    calls,
    change: (index: number, at: number) =>
      fetch(`${vendorUrl}/change`, { method: 'POST', body: JSON.stringify({ index, at }) }),
    async untilComplete() {
      while (!(await progress())?.completedAt) await pause(pollMs)
    },
    async close() {
      const ended = new Promise((resolve) => bff.once('exit', resolve))
      bff.kill('SIGTERM')
      await ended
      vendor.kill('SIGKILL')
    },
  }
}

async function measureBackfill(database: Backfill['database'], started: Started): Promise<Backfill> {
  const run = await start(started)
  const [began, before] = [performance.now(), vitalsOf(run.pid).cpuSeconds]
  await run.untilComplete()
  const seconds = (performance.now() - began) / 1000
  const { cpuSeconds, peakMegabytes } = vitalsOf(run.pid)
  const { queryTask = 0 } = await run.calls()
  await run.close()
  const { tasks, latencyMs = 0 } = started
  return {
    database,
    vendorMs: latencyMs,
    tasks,
    seconds,
    tasksPerSecond: tasks / seconds,
    tasksPerCpuSecond: tasks / (cpuSeconds - before),
    peakMegabytes,
    waiting: (queryTask * latencyMs) / 1000 / seconds,
  }
}

/** Changes one task after another, and waits for each to arrive. */
async function lagsOf(run: Awaited<ReturnType<typeof start>>, databaseUrl: string, tasks: number): Promise<number[]> {
  const store = await openStore(databaseUrl)
  const customers = Math.ceil(tasks / 50)
  const lags: number[] = []
  for (let index = 0; index < 30; index += 1) {
    // Not in step with the passes.
    await pause((index * 137) % shortIntervalMs)
    const began = performance.now()
    await run.change(index, Date.now())
    const question = {
      customerIds: [`73${String(index % customers).padStart(17, '0')}`],
      staffId: null,
      statuses: null,
    }
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    const isThere = async () => {
      const taskIds = (await store.fieldTasks.list(question)).map(({ taskId }) => taskId)
      const bodies = await store.fieldTasks.bodies(question, taskIds)
      return JSON.stringify([...bodies.values()]).includes(`"modifiedAt":"${today}`)
    }
    while (!(await isThere())) await pause(pollMs)
    lags.push(performance.now() - began)
  }
  await store.close()
  return lags.sort((one, other) => one - other)
}

async function measureIncrements(tasks: number, databaseUrl: string): Promise<Increments> {
  const run = await start({ tasks, databaseUrl, intervalMs: shortIntervalMs })
  await run.untilComplete()
  const [calls, cpu] = [(await run.calls())['queryTask'] ?? 0, vitalsOf(run.pid).cpuSeconds]
  const seconds = 10
  await pause(seconds * 1000)
  const made = ((await run.calls())['queryTask'] ?? 0) - calls
  const spent = vitalsOf(run.pid).cpuSeconds - cpu
  const lags = await lagsOf(run, databaseUrl, tasks)
  await run.close()
  // An increment asks for what was modified and for what was created: each a window of its own.
  const callsPerPass = 2
  const passes = made / callsPerPass
  return {
    tasks,
    callsPerPass,
    // Types every ten minutes, customers every half an hour.
    callsPerHour: (3_600_000 / defaultIntervalMs) * callsPerPass + 6 + 2,
    cpuMsPerPass: (spent * 1000) / passes,
    lagP50Ms: lags[Math.floor(lags.length / 2)] ?? 0,
    lagP99Ms: lags.at(-1) ?? 0,
  }
}

/** How fast the mirror fills, at what cost it stays up to date, and how late a change is seen. */
export async function measureMirror(tasks: number): Promise<{ backfills: Backfill[]; increments: Increments[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-mirror-'))
  const file = (name: string) => `file:${join(folder, name)}`
  const few = Math.min(tasks, 100_000)
  const postgres = await startPostgres()
  const backfills = [
    await measureBackfill('sqlite', { tasks, databaseUrl: file('all.db') }),
    await measureBackfill('sqlite', { tasks: few, databaseUrl: file('slow.db'), latencyMs: vendorPageMs }),
    await measureBackfill('postgres', { tasks: few, databaseUrl: await postgres.database() }),
  ]
  await postgres.stop()
  const increments = [await measureIncrements(1000, file('few.db')), await measureIncrements(few, file('many.db'))]
  rmSync(folder, { recursive: true, force: true })
  return { backfills, increments }
}

import { join } from 'node:path'
import { startPostgres } from '../support/postgres.ts'
import { measureIncrements, type Increments } from './mirror-increments.ts'
import { startMirrored, type MirrorRun, type Started } from './mirror-run.ts'
import { quantile } from './load.ts'
import { pause } from './process.ts'
import { bytesInServer, bytesOfFile } from './sizes.ts'

const vendorPageMs = 150
/** Seldom enough not to slow the mirror down. */
const listEveryMs = 600
const idleEveryMs = 10
const idleMs = 1000

interface Times {
  samples: number
  p50Ms: number
  p99Ms: number
}

export interface Backfill {
  database: 'sqlite' | 'postgres'
  vendorMs: number
  tasks: number
  seconds: number
  tasksPerSecond: number
  /** Tasks per second of CPU. */
  tasksPerCpuSecond: number
  peakMegabytes: number
  /** Size of the database, with its indexes, per task. */
  bytesPerTask: number
  /** The share of the time in which the vendor was computing an answer. */
  waiting: number
  /** How long a customer's list takes during the backfill, while it grows to fifty rows, and after it. */
  lists: { beside: Times; after: Times }
}

export interface MirrorFigures {
  backfills: Backfill[]
  increments: Increments[]
}

/** Requests a customer's list at this interval. */
async function askUntil(run: MirrorRun, cookie: string, everyMs: number, over: Promise<unknown>): Promise<Times> {
  const end = new AbortController()
  void over.then(() => end.abort())
  const taken: number[] = []
  while (!end.signal.aborted) {
    const began = performance.now()
    const answer = await fetch(run.list, { headers: { cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`a list was answered with ${answer.status}`)
    taken.push(performance.now() - began)
    await pause(everyMs)
  }
  return { samples: taken.length, p50Ms: quantile(taken, 0.5), p99Ms: quantile(taken, 0.99) }
}

async function measureBackfill(database: Backfill['database'], started: Started): Promise<Backfill> {
  const run = await startMirrored(started)
  const [began, before] = [performance.now(), run.vitals().cpuSeconds]
  const complete = run.untilComplete().then(() => (performance.now() - began) / 1000)
  const cookie = await run.signInAs()
  const beside = await askUntil(run, cookie, listEveryMs, complete)
  const seconds = await complete
  const { cpuSeconds, peakMegabytes } = run.vitals()
  const { thoughtMs } = await run.vendorCalls()
  const after = await askUntil(run, cookie, idleEveryMs, pause(idleMs))
  await run.close()
  const { tasks, databaseUrl, latencyMs = 0 } = started
  const bytes =
    database === 'sqlite' ? bytesOfFile(databaseUrl.slice('file:'.length)) : await bytesInServer(databaseUrl)
  return {
    database,
    vendorMs: latencyMs,
    tasks,
    seconds,
    tasksPerSecond: tasks / seconds,
    tasksPerCpuSecond: tasks / (cpuSeconds - before),
    peakMegabytes,
    bytesPerTask: bytes / tasks,
    waiting: thoughtMs / 1000 / seconds,
    lists: { beside, after },
  }
}

/**
 * How fast the mirror fills, what staying up to date costs, and how late a change is seen. Leaves the filled `all.db`.
 */
export async function measureMirror(tasks: number, folder: string): Promise<MirrorFigures> {
  const file = (name: string) => `file:${join(folder, name)}`
  // With a slow vendor, or on a server, fewer tasks take long enough.
  const few = Math.min(tasks, 20_000)
  const postgres = await startPostgres()
  const backfills = [
    await measureBackfill('sqlite', { tasks, databaseUrl: file('all.db') }),
    await measureBackfill('sqlite', { tasks: few, databaseUrl: file('slow.db'), latencyMs: vendorPageMs }),
    await measureBackfill('postgres', { tasks: few, databaseUrl: await postgres.database() }),
  ]
  await postgres.stop()
  const increments = [
    await measureIncrements(Math.min(tasks, 10_000), file('few.db')),
    await measureIncrements(tasks, file('all.db')),
  ]
  return { backfills, increments }
}

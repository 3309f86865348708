import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../conformance/postgres.ts'
import { measureIncrements, type Increments } from './mirror-increments.ts'
import { startMirrored, type MirrorRun, type Started } from './mirror-run.ts'
import { pause } from './process.ts'

const vendorPageMs = 150
const listEveryMs = 20
const idleMs = 2000

export interface Backfill {
  database: 'sqlite' | 'postgres'
  vendorMs: number
  tasks: number
  seconds: number
  tasksPerSecond: number
  /** What one CPU would do in a second, were nothing else running on it. */
  tasksPerCpuSecond: number
  peakMegabytes: number
  /** Of the time, during which the vendor was thinking. */
  waiting: number
}

/** How long a customer's list takes, asked for every now and then. */
export interface Lists {
  tasks: number
  backfill: { p50Ms: number; p99Ms: number }
  idle: { p50Ms: number; p99Ms: number }
}

export interface MirrorFigures {
  backfills: Backfill[]
  lists: Lists
  increments: Increments[]
}

async function measureBackfill(database: Backfill['database'], started: Started): Promise<Backfill> {
  const run = await startMirrored(started)
  const [began, before] = [performance.now(), run.vitals().cpuSeconds]
  await run.untilComplete()
  const seconds = (performance.now() - began) / 1000
  const { cpuSeconds, peakMegabytes } = run.vitals()
  const { queryTask } = await run.vendorCalls()
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

async function askUntil(run: MirrorRun, cookie: string, over: Promise<unknown>) {
  const end = new AbortController()
  void over.then(() => end.abort())
  const taken: number[] = []
  while (!end.signal.aborted) {
    const began = performance.now()
    // An address of its own: no answer that was given before will do.
    const answer = await fetch(`${run.list}?n=${began}`, { headers: { cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`a list was answered with ${answer.status}`)
    taken.push(performance.now() - began)
    await pause(listEveryMs)
  }
  const sorted = taken.sort((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

async function measureLists(started: Started): Promise<Lists> {
  const run = await startMirrored(started)
  const cookie = await run.signInAs()
  const backfill = await askUntil(run, cookie, run.untilComplete())
  const idle = await askUntil(run, cookie, pause(idleMs))
  await run.close()
  return { tasks: started.tasks, backfill, idle }
}

/** How fast the mirror fills, at what cost it stays up to date, and how late a change is seen. */
export async function measureMirror(tasks: number): Promise<MirrorFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-mirror-'))
  const file = (name: string) => `file:${join(folder, name)}`
  // A slow vendor, and a server, take long enough with fewer.
  const [few, fewer] = [Math.min(tasks, 100_000), Math.min(tasks, 50_000)]
  const postgres = await startPostgres()
  const backfills = [
    await measureBackfill('sqlite', { tasks, databaseUrl: file('all.db') }),
    await measureBackfill('sqlite', { tasks: fewer, databaseUrl: file('slow.db'), latencyMs: vendorPageMs }),
    await measureBackfill('postgres', { tasks: few, databaseUrl: await postgres.database() }),
  ]
  await postgres.stop()
  const lists = await measureLists({ tasks: fewer, databaseUrl: file('lists.db') })
  const increments = [
    await measureIncrements(Math.min(tasks, 10_000), file('few.db')),
    await measureIncrements(tasks, file('all.db')),
  ]
  rmSync(folder, { recursive: true, force: true })
  return { backfills, lists, increments }
}

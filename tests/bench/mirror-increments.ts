import { openStore } from '../../src/bff/store/index.ts'
import { customerOf, startMirrored, type MirrorRun } from './mirror-run.ts'
import { pause } from './process.ts'

const intervalMs = 500
const passes = 2
const changes = 4
const pollMs = 10
/** Between two boards of one salesperson. */
const betweenMs = 250
/** The default interval of the mirror of tasks. */
const defaultIntervalMs = 60_000

export interface Increments {
  tasks: number
  /** Calls that the vendor counted: without users, and while everyone opens boards. */
  callsPerPass: { alone: number; looking: number }
  openings: number
  salespeople: number
  /** Of a pass at the default interval. */
  cpuMsPerIncrement: number
  /** Of a pass that reads the newest window again as well, as each does with `MIRROR_INTERVAL_MS`. */
  cpuMsPerPass: number
  intervalMs: number
  /** From a change at the vendor to its row in the store, with this interval. */
  lagP50Ms: number
  /** The longest, since there are only a few. */
  lagP99Ms: number
  /**
   * With the default interval, computed: 99 % of the interval until the next pass begins, plus the measured length of a
   * pass.
   */
  defaultLagP99Ms: number
}

/** The average of several whole passes. */
async function callsOf(run: MirrorRun): Promise<number> {
  const untilPass = async (pass: number) => {
    for (;;) {
      const calls = await run.vendorCalls()
      if (calls.passes >= pass) return calls
      await pause(pollMs)
    }
  }
  const first = await untilPass((await run.vendorCalls()).passes + 1)
  const last = await untilPass(first.passes + passes)
  return (last.untilPass - first.untilPass) / (last.passes - first.passes)
}

/** Everyone opens one board after the other, a quarter of a second apart, until `stop` aborts. */
async function openBoards(run: MirrorRun, cookies: readonly string[], stop: AbortSignal) {
  let openings = 0
  const rowsOf = async (cookie: string): Promise<number> => {
    const answer = await fetch(`${run.url}/api/me/field-tasks`, { headers: { cookie } })
    if (!answer.ok) throw new Error(`a board was answered with ${answer.status}`)
    return ((await answer.json()) as { items: unknown[] }).items.length
  }
  const opens = async (cookie: string) => {
    while (!stop.aborted) {
      if ((await rowsOf(cookie)) === 0) throw new Error('a board has no rows')
      openings += 1
      await pause(betweenMs)
    }
  }
  await Promise.all(cookies.map(opens))
  return { openings, salespeople: cookies.length }
}

/** Longer than what a pull to refresh takes for new enough. */
const betweenPullsMs = 10_500

/** Users who pull to refresh ask for passes before they are due. */
async function measureCpu(tasks: number, databaseUrl: string): Promise<number> {
  const run = await startMirrored({ tasks, databaseUrl })
  const cookie = await run.signInAs()
  let [completedAt, cpuSeconds] = [await run.untilComplete(), 0]
  for (let count = 0; count < passes; count += 1) {
    await pause(betweenPullsMs)
    const before = run.vitals().cpuSeconds
    await fetch(run.list, { headers: { cookie, 'cache-control': 'no-cache' } })
    completedAt = await run.untilComplete(completedAt)
    cpuSeconds += run.vitals().cpuSeconds - before
  }
  await run.close()
  return (cpuSeconds / passes) * 1000
}

/** Changes one task after another, at varying times within the interval, and waits until each change arrives. */
async function lagsOf(
  run: MirrorRun,
  { tasks, databaseUrl }: { tasks: number; databaseUrl: string },
): Promise<number[]> {
  const store = await openStore(databaseUrl)
  const lags: number[] = []
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  for (let index = 0; index < changes; index += 1) {
    const question = { customerIds: [customerOf(index, tasks)], staffId: null, statuses: null }
    const isThere = async () => {
      const taskIds = (await store.fieldTasks.list(question)).map(({ taskId }) => taskId)
      const bodies = await store.fieldTasks.bodies(question, taskIds)
      return JSON.stringify([...bodies.values()]).includes(`"modifiedAt":"${today}`)
    }
    await pause((index * 137) % intervalMs)
    const began = performance.now()
    await run.change(index, Date.now())
    while (!(await isThere())) await pause(pollMs)
    lags.push(performance.now() - began)
  }
  await store.close()
  return lags.sort((one, other) => one - other)
}

/** What staying up to date costs when nothing changes at a vendor of this size; then how late a change is seen. */
export async function measureIncrements(tasks: number, databaseUrl: string): Promise<Increments> {
  const run = await startMirrored({ tasks, databaseUrl, intervalMs })
  const cookies = await Promise.all(run.staff.map(({ userid }) => run.signInAs(userid)))
  await run.untilComplete()
  const cpu = run.vitals().cpuSeconds
  const before = (await run.vendorCalls()).passes
  const alone = await callsOf(run)
  const cpuMs = (run.vitals().cpuSeconds - cpu) * 1000
  const cpuMsPerPass = cpuMs / ((await run.vendorCalls()).passes - before)
  const stop = new AbortController()
  const opening = openBoards(run, cookies, stop.signal)
  const looking = await callsOf(run)
  stop.abort()
  const opened = await opening
  const lags = await lagsOf(run, { tasks, databaseUrl })
  await run.close()
  const cpuMsPerIncrement = await measureCpu(tasks, databaseUrl)
  const lagP50Ms = lags[Math.floor(lags.length / 2)] ?? 0
  return {
    tasks,
    callsPerPass: { alone, looking },
    ...opened,
    cpuMsPerIncrement,
    cpuMsPerPass,
    intervalMs,
    lagP50Ms,
    lagP99Ms: lags.at(-1) ?? 0,
    defaultLagP99Ms: 0.99 * defaultIntervalMs + Math.max(0, lagP50Ms - intervalMs / 2),
  }
}

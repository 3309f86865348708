import { setImmediate as turnOver } from 'node:timers/promises'
import { performance } from 'node:perf_hooks'
import { toTaskRow } from '../../src/bff/sources/waiqin/map.ts'
import { WireTask } from '../../src/bff/sources/waiqin/wire.ts'
import { blank } from '../../src/bff/store/tables/mirrors.ts'
import type { Store } from '../../src/bff/store/store.ts'
import { clockOf } from '../support/clock.ts'
import { cpuMs } from '../support/machine-speed.ts'
import { startPostgres } from '../support/postgres.ts'
import { linkRows, startWork, type WorkBench } from '../support/start-work.ts'
import { withSql } from '../support/with-sql.ts'
import { median } from './load.ts'

const rounds = 9
const pageSize = 1000
const path = '/api/me/field-tasks'
const busy = { user: 'mengxiangyu', tasks: 45_000 }
const usual = { user: 'hejing', tasks: 50 }

/** Open tasks of one person, some overdue and some without a due time. */
const taskOf = (index: number, staffId: string) =>
  toTaskRow(
    WireTask.parse({
      task_id: `66${staffId.slice(-6)}${String(index).padStart(9, '0')}`,
      status: 1,
      task_status: '0',
      create_time: `2026-0${1 + (index % 9)}-12 10:33`,
      modify_time: `2026-0${1 + (index % 9)}-14 15:02`,
      feedback_deadline: index % 20 === 0 ? null : `202${6 + (index % 2)}-0${1 + (index % 9)}-20 18:00`,
      execute_demand: '1',
      task_type_id: '10001',
      task_content: `巡店 第${index}次\n检查陈列、价签和库存。`,
      customer_id: `73${String(index % 900).padStart(17, '0')}`,
      receivers: [{ id: staffId, name: '外勤' }],
      creator: { id: '5900000000000009999', name: '主管' },
      feedback_detail: [],
    }),
  )

const seeding = { ...blank('seed'), heldBy: 'the-bench' }

async function giveTasks(store: Store, staffId: string, count: number): Promise<void> {
  await store.leases.acquire(seeding.name, seeding.heldBy, 600_000)
  for (let start = 0; start < count; start += pageSize) {
    const length = Math.min(pageSize, count - start)
    const rows = Array.from({ length }, (_, offset) => taskOf(start + offset, staffId))
    await store.fieldTasks.put(rows, seeding)
  }
}

/** The longest turn of the event loop while `work` ran. */
async function longestHold(work: () => Promise<unknown>): Promise<number> {
  const end = new AbortController()
  const over = work().finally(() => end.abort())
  let longest = 0
  let last = cpuMs()
  while (!end.signal.aborted) {
    await turnOver()
    const now = cpuMs()
    longest = Math.max(longest, now - last)
    last = now
  }
  await over
  return longest
}

export interface MyBoardFigures {
  database: Store['dialect']
  firstPageMs: number
  /** Of a person with 50 open tasks. */
  usualMs: number
  ratio: number
  /** The longest time for which the event loop was held during one answer: the median of rounds. */
  heldMs: number
  laterPageMs: number
}

async function measureOn(bench: WorkBench, databaseUrl?: string): Promise<MyBoardFigures> {
  const { bff, simulators } = bench
  const staff = linkRows(simulators).filter(({ subject, source }) => subject === 'staff' && source === 'waiqin')
  const cookies = new Map<string, string>()
  for (const { user, tasks } of [busy, usual]) {
    const staffId = staff.find(({ wecomId }) => wecomId === user)?.sourceId
    if (!staffId) throw new Error(`${user} has no id in 勤策`)
    await giveTasks(bff.store, staffId, tasks)
    cookies.set(user, await bff.signIn(user))
  }
  // As PostgreSQL's own worker leaves it a minute later: without statistics it sorts all rows of a person.
  if (databaseUrl) await withSql(databaseUrl, ['vacuum analyze'])
  const ask = async (user: string, query = '') => {
    const began = performance.now()
    const answer = await bff.get(path + query, cookies.get(user))
    if (answer.statusCode !== 200) throw new Error(`${user}'s list was answered with ${answer.statusCode}`)
    return { ms: performance.now() - began, next: answer.json<{ next: string | null }>().next }
  }
  const taken = { busy: [] as number[], usual: [] as number[], held: [] as number[], later: [] as number[] }
  for (let round = -3; round < rounds; round += 1) {
    const first = await ask(busy.user)
    const ofUsual = await ask(usual.user)
    const later = await ask(busy.user, `?cursor=${first.next ?? ''}`)
    const held = await longestHold(() => ask(busy.user))
    // The first ones of a process are slower.
    if (round < 0) continue
    taken.busy.push(first.ms)
    taken.usual.push(ofUsual.ms)
    taken.later.push(later.ms)
    taken.held.push(held)
  }
  const [firstPageMs, usualMs] = [median(taken.busy), median(taken.usual)]
  return {
    database: bff.store.dialect,
    firstPageMs,
    usualMs,
    ratio: firstPageMs / usualMs,
    heldMs: median(taken.held),
    laterPageMs: median(taken.later),
  }
}

async function measureAt(environment: Record<string, string>): Promise<MyBoardFigures> {
  const bench = await startWork({ clock: clockOf(() => Date.parse('2026-11-20T10:00:00+08:00')), environment })
  const figures = await measureOn(bench, environment['DATABASE_URL'])
  await bench.close()
  return figures
}

/** The first page of the own tasks of a person who has 45,000 open ones. */
export async function measureMyBoard(): Promise<MyBoardFigures[]> {
  const onFile = await measureAt({})
  const postgres = await startPostgres()
  const onServer = await measureAt({ DATABASE_URL: await postgres.database() })
  await postgres.stop()
  return [onFile, onServer]
}

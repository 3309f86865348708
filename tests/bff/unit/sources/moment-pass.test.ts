import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Page } from '../../../../src/bff/sources/yunzhong/client.ts'
import { createJar } from '../../../../src/bff/sources/yunzhong/jar.ts'
import { createLeftOut } from '../../../../src/bff/sources/left-out.ts'
import { momentMapper } from '../../../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { createMomentPass } from '../../../../src/bff/sources/yunzhong/moments/mirror-moments.ts'
import { WireJob, WireTask } from '../../../../src/bff/sources/yunzhong/wire.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass, type PassOptions } from '../../../support/run-pass.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const task = WireTask.parse({ id: 5, name: '新品' })
const counted = { moment_total: 1, moment_finish_count: 0, moment_wait_count: 1 }
const jobOf = (id: number, more: object = counted) =>
  WireJob.parse({ id, content: { text: { content: '上新了' }, attachments: [] }, ...more })
const whole = <Row>(...rows: Row[]): Page<Row> => ({ rows, leftOut: [], total: rows.length, isLast: true })

let store: Store
/** The jobs on each page, whatever the vendor says about the last page. */
let jobsAt: (page: number) => WireJob[]

let asked = 0
let tasks: WireTask[]

beforeEach(async () => {
  asked = 0
  tasks = [task]
  store = await openTestStore()
})
afterEach(() => store.close())

function pass(at: number, onPage?: PassOptions['onPage']) {
  const client = {
    momentTasks: async () => whole(...tasks),
    momentJobs: async (_jar: unknown, _taskId: string, page: number) => {
      const rows = jobsAt(page)
      const isLast = rows.length === 0
      return { rows, leftOut: [], isLast, size: rows.length, sums: { waiting: 0, finished: 0, total: 1 } }
    },
    momentPeople: async () => {
      asked += 1
      return whole({ user_id: 'm', status: 0 })
    },
  }
  const service = { use: <T>(work: (jar: ReturnType<typeof createJar>) => Promise<T>) => work(createJar()) }
  const leftOut = createLeftOut('yunzhong', { leftOut: store.leftOut, clock: clockOf(() => at) })
  const run = createMomentPass({ client, service, moments: store.moments, leftOut, mapper: momentMapper })
  return runPass(
    store,
    { name: 'yunzhong-moments', version: momentMapper.version, intervalMs: 1, run },
    { now: at, ...(onPage && { onPage }) },
  )
}

const known = async () => (await store.moments.of('m')).map(({ jobId }) => jobId).sort()

it('reads jobs to the end that the vendor names, and gives up on a page that comes round for ever', async () => {
  jobsAt = (page) => (page <= 3 ? [jobOf(page)] : [])
  await pass(now)
  await pass(now + 1_000)
  expect(await known()).toEqual(['1', '2', '3'])
  jobsAt = (page) => [jobOf((page % 2) + 1)]
  await expect(pass(now + 2_000)).rejects.toMatchObject({ reason: 'unreadable', detail: 'page: the same again' })
  await expect(pass(now + 3_000)).rejects.toThrow()
  expect(await known()).toEqual(['1', '2', '3'])
})

it('gives up on jobs without end', async () => {
  jobsAt = (page) => [jobOf(page)]
  await expect(pass(now)).rejects.toMatchObject({ reason: 'unreadable', detail: 'page: no end' })
})

it('asks for the people of a job again in each pass, where its counts cannot be read', async () => {
  jobsAt = (page) => (page === 1 ? [jobOf(1), jobOf(2, { ...counted, moment_wait_count: null })] : [])
  await pass(now)
  expect(asked).toBe(2)
  await pass(now + 1_000)
  expect(asked).toBe(3)
})

it('somebody whom a job names in two spellings of the userid is one person', () => {
  const people = [
    { user_id: 'ZhangSan', status: 0 },
    { user_id: 'zhangsan', status: 1 },
  ]
  expect(momentMapper.toRow(jobOf(1), null, people).people).toEqual([{ userid: 'zhangsan', status: 'done' }])
})

it('a reading is as far as the lists of its tasks are read', async () => {
  tasks = [task, WireTask.parse({ id: 6, name: '旧品' })]
  jobsAt = () => []
  const reaches: unknown[] = []
  await pass(now, ({ reach }) => reaches.push(reach))
  expect(reaches).toEqual([
    { unit: 'parts', done: 1, total: 2 },
    { unit: 'parts', done: 2, total: 2 },
  ])
})

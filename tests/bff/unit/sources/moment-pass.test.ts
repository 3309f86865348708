import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Page } from '../../../../src/bff/sources/yunzhong/client.ts'
import { createJar } from '../../../../src/bff/sources/yunzhong/jar.ts'
import { momentMapper } from '../../../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { createMomentPass } from '../../../../src/bff/sources/yunzhong/moments/mirror-moments.ts'
import { WireJob, WireTask } from '../../../../src/bff/sources/yunzhong/wire.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass } from '../../../support/run-pass.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const task = WireTask.parse({ id: 5, name: '新品' })
const jobOf = (id: number) => WireJob.parse({ id, content: { text: { content: '上新了' }, attachments: [] } })
const whole = <Row>(...rows: Row[]): Page<Row> => ({ rows, total: rows.length, isLast: true })

let store: Store
/** The jobs on each page, whatever the vendor says about the last page. */
let jobsAt: (page: number) => WireJob[]

beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

function pass(at: number) {
  const client = {
    momentTasks: async () => whole(task),
    momentJobs: async (_jar: unknown, _taskId: string, page: number) => {
      const rows = jobsAt(page)
      const isLast = rows.length === 0
      return { rows, total: 1, isLast, size: rows.length, wait_count: 0, finish_count: 0, job_total: 1 }
    },
    momentPeople: async () => whole({ user_id: 'm', status: 0 }),
  }
  const service = { use: <T>(work: (jar: ReturnType<typeof createJar>) => Promise<T>) => work(createJar()) }
  const run = createMomentPass({ client, service, moments: store.moments, mapper: momentMapper })
  return runPass(store, { name: 'yunzhong-moments', version: momentMapper.version, intervalMs: 1, run }, { now: at })
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

it('somebody whom a job names in two spellings of the userid is one person', () => {
  const people = [
    { user_id: 'ZhangSan', status: 0 },
    { user_id: 'zhangsan', status: 1 },
  ]
  expect(momentMapper.toRow(jobOf(1), null, people).people).toEqual([{ userid: 'zhangsan', status: 'done' }])
})

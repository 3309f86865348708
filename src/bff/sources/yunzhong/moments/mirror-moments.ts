import { z } from 'zod'
import { UpstreamError } from '../../../errors.ts'
import type { LeftOut } from '../../left-out.ts'
import { createPageWatch } from '../../page-watch.ts'
import { createSweepPass, type Sighted } from '../../sweep-pass.ts'
import type { MirrorContext, MirrorPass } from '../../../mirror/mirror.ts'
import type { LeftOutRow } from '../../../store/store.ts'
import type { MomentStore } from '../../../store/mirror-stores.ts'
import type { Page, YunzhongClient } from '../client.ts'
import type { momentMapper } from './map-moment.ts'
import type { ServiceSession } from '../session/service-session.ts'
import type { WireJob, WireTask } from '../wire.ts'

interface Deps {
  client: Pick<YunzhongClient, 'momentTasks' | 'momentJobs' | 'momentPeople'>
  service: ServiceSession
  moments: MomentStore
  leftOut: Pick<LeftOut, 'note'>
  mapper: typeof momentMapper
}

/** `done`: tasks of this pass; `size`: how many jobs they have, those that could not be read included. */
const Place = z.object({ done: z.array(z.string()), size: z.int() })
type Checkpoint = Sighted<z.infer<typeof Place>>

/**
 * Counts of a job's people, and from the second version of the mapper on its number: while they stay the same, neither the
 * people nor the row need be read again. Empty where not all of them can be read: then that is not known.
 */
function countsOf(job: WireJob, version: number): string {
  const counts = [job.moment_total, job.moment_finish_count, job.moment_wait_count]
  if (counts.includes(null)) return ''
  return [...counts, ...(version > 1 ? [`v${version}`] : [])].join(' ')
}

const maxPages = 2_000

/** Hears how many jobs there are so far. */
type Watch = (size: number) => void

/** Where a pass is, of how many tasks. */
interface Way {
  at: Checkpoint
  of: number
  watch: Watch
}

interface Ways<Row> {
  operation: string
  /** Which of the lists that this operation gives. */
  part: string
  ask(page: number): Promise<Omit<Page<Row>, 'total'>>
  idOf(row: Row): string
}

/**
 * Mirrors the jobs of every moments SOP with their people, as the service account. One call after the other; the people
 * of a job are asked for again only when its counts changed.
 */
export function createMomentPass({ client, service, moments, leftOut, mapper }: Deps): MirrorPass {
  /** The list is read to its end or not at all: half of it would be taken for the whole. */
  async function all<Row>({ operation, part, ask, idOf }: Ways<Row>): Promise<Row[]> {
    const watch = createPageWatch({ source: 'yunzhong', operation, maxPages })
    const rows: Row[] = []
    const bad: LeftOutRow[] = []
    for (let page = 1; ; page += 1) {
      const answer = await ask(page)
      watch(page, answer.rows.map(idOf))
      for (const row of answer.rows) rows.push(row)
      for (const row of answer.leftOut) bad.push(row)
      if (answer.isLast) break
    }
    await leftOut.note({ operation, part }, bad)
    return rows
  }

  async function keepJob(context: MirrorContext, task: WireTask, job: WireJob, at: Checkpoint): Promise<void> {
    const { signal } = context
    const people = await all({
      operation: 'getFriendsJobDetailsList',
      part: `job ${job.id}`,
      ask: (page) => service.use((jar) => client.momentPeople(jar, job.id, page, signal), signal),
      idOf: ({ user_id: userid }) => userid,
    })
    const counts = countsOf(job, mapper.version)
    const row = { ...mapper.toRow(job, task.name ?? task.task_name, people), counts }
    const kept = { rows: 1, checkpoint: at, window: `task ${task.id}` }
    await context.keep(kept, (state) => moments.put([row], state))
  }

  async function keepTask(context: MirrorContext, task: WireTask, { at, of, watch }: Way): Promise<Checkpoint> {
    const { signal } = context
    let sums = { waiting: 0, finished: 0, total: 0 }
    let { size } = at
    async function ask(page: number) {
      const answer = await service.use((jar) => client.momentJobs(jar, task.id, page, signal), signal)
      sums = answer.sums
      size += answer.size
      watch(size)
      return answer
    }
    const jobs = await all({ operation: 'getFriendsJobList', part: `task ${task.id}`, ask, idOf: ({ id }) => id })
    const ids = jobs.map(({ id }) => id)
    const known = await moments.countsOf(ids)
    for (const job of jobs) {
      const counts = countsOf(job, mapper.version)
      if (counts === '' || known.get(job.id) !== counts) await keepJob(context, task, job, at)
    }
    const checkpoint = { ...at, done: [...at.done, task.id], seen: at.seen + jobs.length, size }
    const reach = { unit: 'parts', done: checkpoint.done.length, total: of } as const
    const kept = { rows: jobs.length, checkpoint, window: `task ${task.id}`, reach }
    await context.keep(kept, (state) => moments.confirm({ taskId: task.id, ...sums }, ids, state))
    return checkpoint
  }

  async function read(context: MirrorContext, from: Checkpoint, watch: Watch): Promise<number> {
    const { signal } = context
    let at = from
    const tasks = await all({
      operation: 'getTaskList',
      part: 'tasks',
      ask: (page) => service.use((jar) => client.momentTasks(jar, page, signal), signal),
      idOf: ({ id }) => id,
    })
    const done = new Set(at.done)
    const of = tasks.length
    for (const task of tasks) if (!done.has(task.id)) at = await keepTask(context, task, { at, of, watch })
    if (at.size > 0 && at.seen === 0) {
      throw new UpstreamError({ source: 'yunzhong', operation: 'getFriendsJobList', reason: 'unreadable' })
    }
    return at.seen
  }

  const first = { done: [], size: 0 }
  return createSweepPass({ Place, first, read, sweep: (unseen, holder) => moments.sweep(unseen, holder) })
}

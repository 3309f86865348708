import { inTurns } from '../../concurrency/in-turns.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import { chunked, insertMany } from '../engine/bulk.ts'
import { readJson } from '../engine/json.ts'
import { requireLease } from './leases.ts'
import { saveMirror } from './mirrors.ts'
import { changePairs } from '../engine/pairs.ts'
import { isUnseen } from '../engine/unseen.ts'
import type { Databases, Writing } from '../schema.ts'
import type { MomentJobRow, MomentStore } from '../mirror-stores.ts'
import { useridKey } from '../../userid.ts'

const Status = z.enum(['open', 'done'])
const replaced = ['counts', 'body', 'seen_at'].map((column) => `${column} = excluded.${column}`)

async function peopleOf(trx: Writing, jobIds: readonly string[]): Promise<Map<string, string[][]>> {
  const people = new Map(jobIds.map((jobId): [string, string[][]] => [jobId, []]))
  for (const some of chunked(jobIds)) {
    const rows = await trx.selectFrom('moment_job_staff').selectAll().where('job_id', 'in', some).execute()
    for (const row of rows) people.get(row.job_id)?.push([row.userid, row.status])
  }
  return people
}

/** The last row of each id; sorted, so that two writers lock rows in the same order. */
function lastById(jobs: readonly MomentJobRow[]): MomentJobRow[] {
  const last = new Map(jobs.map((job) => [job.jobId, job]))
  return [...last.values()].sort((a, b) => (a.jobId < b.jobId ? -1 : 1))
}

const keysOf = ({ people }: MomentJobRow): string[][] => people.map(({ userid, status }) => [userid, status])

/** The mirrored jobs of moments SOPs, found by the people they are for. */
export function createMomentStore({ db, reads, dialect }: Databases): MomentStore {
  return {
    put: (all, state) =>
      db.transaction().execute(async (trx) => {
        const jobs = lastById(all)
        const before = await peopleOf(
          trx,
          jobs.map(({ jobId }) => jobId),
        )
        const after = new Map(jobs.map((job) => [job.jobId, keysOf(job)]))
        await changePairs(trx, dialect, { table: 'moment_job_staff', before, after })
        await insertMany(trx, dialect, {
          table: 'moment_jobs',
          columns: ['job_id', 'counts', 'body', 'seen_at'],
          rows: jobs.map(({ jobId, counts, body }) => [jobId, counts, JSON.stringify(body), state.startedAt ?? 0]),
          onConflict: `(job_id) do update set ${replaced.join(', ')}`,
        })
        await saveMirror(trx, state)
      }),

    confirm: ({ taskId, ...sums }, jobIds, state) =>
      db.transaction().execute(async (trx) => {
        const seen = { seen_at: state.startedAt ?? 0 }
        for (const some of chunked(jobIds))
          await trx.updateTable('moment_jobs').set(seen).where('job_id', 'in', some).execute()
        await trx
          .insertInto('moment_tasks')
          .values({ task_id: taskId, ...sums, ...seen })
          .onConflict((conflict) => conflict.column('task_id').doUpdateSet({ ...sums, ...seen }))
          .execute()
        await saveMirror(trx, state)
      }),

    async countsOf(jobIds) {
      const counts = new Map<string, string>()
      for (const some of chunked(jobIds)) {
        const rows = await reads
          .selectFrom('moment_jobs')
          .select(['job_id', 'counts'])
          .where('job_id', 'in', some)
          .execute()
        for (const row of rows) counts.set(row.job_id, row.counts)
      }
      return counts
    },

    sweep: (unseen, holder) =>
      db.transaction().execute(async (trx) => {
        const isGone = isUnseen(sql`seen_at`, unseen)
        const gone = trx.selectFrom('moment_jobs').select('job_id').where(isGone)
        await trx.deleteFrom('moment_job_staff').where('job_id', 'in', gone).execute()
        await trx.deleteFrom('moment_tasks').where(isGone).execute()
        const result = await trx.deleteFrom('moment_jobs').where(isGone).executeTakeFirst()
        await requireLease(trx, holder)
        return Number(result.numDeletedRows)
      }),

    async of(userid, jobId) {
      const mine = reads
        .selectFrom('moment_job_staff as staff')
        .innerJoin('moment_jobs as job', 'job.job_id', 'staff.job_id')
        .select(['job.job_id', 'job.body', 'staff.status'])
        .where(sql`lower(staff.userid)`, '=', useridKey(userid))
      const rows = await (jobId === undefined ? mine : mine.where('staff.job_id', '=', jobId)).execute()
      return inTurns(rows, (some) =>
        some.map((row) => ({ jobId: row.job_id, body: readJson(row.body), status: Status.parse(row.status) })),
      )
    },

    async summary() {
      const row = await reads
        .selectFrom('moment_tasks')
        .select((select) => [
          select.fn.sum<number>('waiting').as('waiting'),
          select.fn.sum<number>('finished').as('finished'),
          select.fn.sum<number>('total').as('total'),
          select.fn.countAll<number>().as('tasks'),
        ])
        .executeTakeFirstOrThrow()
      if (Number(row.tasks) === 0) return null
      return { waiting: Number(row.waiting), finished: Number(row.finished), total: Number(row.total) }
    },
  }
}

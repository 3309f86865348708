import type { z } from 'zod'
import { Moment } from '#contract/moment'
import { toChinaIso } from '../../../china-time.ts'
import type { Mapper } from '../../../mirror/mapper.ts'
import type { MomentJobRow } from '../../../store/mirror-stores.ts'
import { useridKey } from '../../../userid.ts'
import { asKept, cut, within } from '../../../wire/bounds.ts'
import { toAttachments } from '../map-content.ts'
import type { WireJob, WireJobPerson } from '../wire.ts'

/** What the store keeps of a job: all but what depends on who reads it. */
export const MomentBody = Moment.omit({ status: true, overdue: true, mine: true, url: true, isVisibleToContact: true })
export type MomentBody = z.infer<typeof MomentBody>

const titleLength = 60

function titleOf(text: string, taskName: string | null): string {
  const [line = ''] = text.split('\n')
  return cut(line.trim(), titleLength) || taskName || '朋友圈任务'
}

function bodyOf(job: WireJob, taskName: string | null): MomentBody {
  const { text: words = null, attachments = [], visible_range: range = null } = job.content ?? {}
  const text = words?.content ?? ''
  const body: MomentBody = {
    id: `yunzhong:moment:${job.id}`,
    source: 'yunzhong',
    kind: 'moment',
    jobId: job.id,
    title: titleOf(text, taskName),
    detail: null,
    dueAt: null,
    createdAt: job.created_at === null ? null : toChinaIso(job.created_at),
    taskName,
    text,
    attachments: toAttachments(attachments),
    visibleRange: {
      users: range?.sender_list?.user_list ?? [],
      departments: range?.sender_list?.department_list ?? [],
      tags: [],
    },
    people: {
      total: job.moment_total ?? 0,
      finished: job.moment_finish_count ?? 0,
      waiting: job.moment_wait_count ?? 0,
    },
  }
  const { visibleRange, ...rest } = within(body, asKept)
  // All of them: they say whether a contact may see the moment.
  return { ...rest, visibleRange: { ...visibleRange, tags: range?.external_contact_list?.tag_list ?? [] } }
}

/** status 1 is done; a person named twice counts as done if one row says so. */
export function toJobRow(
  job: WireJob,
  taskName: string | null,
  people: readonly WireJobPerson[],
): Omit<MomentJobRow, 'counts'> {
  const known = new Map<string, MomentJobRow['people'][number]>()
  for (const { user_id: userid, status } of people) {
    const key = useridKey(userid)
    if (status === 1 || !known.has(key)) known.set(key, { userid, status: status === 1 ? 'done' : 'open' })
  }
  return {
    jobId: job.id,
    body: bodyOf(job, taskName),
    people: [...known.values()],
  }
}

export const momentMapper: Mapper<typeof toJobRow, MomentBody> = { version: 2, toRow: toJobRow, body: MomentBody }

export const toMoment = (row: { body: MomentBody; status: 'open' | 'done' }): Moment => ({
  ...row.body,
  status: row.status,
  overdue: false,
  url: null,
  mine: true,
  isVisibleToContact: null,
})

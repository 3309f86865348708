import type { Notice } from '#contract/notice'
import { toChinaIso } from '../../../china-time.ts'
import { headed } from '../../../wire/bounds.ts'
import type { WireNotice, WireStaff } from '../wire.ts'

/** A notice but for whether it can be marked. */
export type NoticeBody = Omit<Notice, 'canMarkRead'>

const statuses: Record<number, 'not_started' | 'in_progress'> = { 0: 'not_started', 1: 'in_progress' }
const isoOf = (time: number | null): string | null => (time === null ? null : toChinaIso(time))

function detailOf({ body, content }: WireNotice): string | null {
  const lines = [body?.title, body?.content ?? content, body?.footer]
  return [...new Set(lines.filter((line) => line !== null && line !== undefined))].join('\n') || null
}

/** The person in the row who has the assignee's staff id. */
function assigneeOf({ has_one_creator, has_one_staff, has_one_task: task }: WireNotice): string | null {
  const assignee = task?.staff_uid ?? null
  if (assignee === null) return null
  const named: (WireStaff | null | undefined)[] = [task?.has_one_staff, has_one_staff, has_one_creator]
  return named.find((staff) => staff?.id === assignee)?.name ?? null
}

function taskOf(wire: WireNotice): Notice['task'] {
  const task = wire.has_one_task
  if (!task) return null
  return {
    id: task.id ?? wire.task_id,
    name: task.name ?? '',
    description: task.desc,
    assignee: assigneeOf(wire),
    status: task.status === null ? 'unknown' : (statuses[task.status] ?? 'unknown'),
    statusRaw: task.status,
    priority: task.priority,
    isArchived: task.is_archive ?? false,
    startAt: isoOf(task.start_time),
    deadlineAt: isoOf(task.deadline_time),
  }
}

/** No list of types is documented: the vendor's own heading is shown. */
export function toNoticeBody(
  wire: WireNotice,
  isRead: boolean,
  avatar: (address: string | null) => string | null,
): NoticeBody {
  const actor = wire.has_one_creator ?? wire.has_one_staff
  return {
    id: `yunzhong:notice:${wire.id}`,
    source: 'yunzhong',
    kind: 'notice',
    noticeId: wire.id,
    noticeType: wire.notice_type ?? '',
    ...headed(wire.body?.head ?? wire.notice_desc ?? '通知', detailOf(wire)),
    status: isRead ? 'done' : 'open',
    dueAt: null,
    createdAt: isoOf(wire.created_at),
    overdue: false,
    mine: true,
    url: null,
    actor: actor?.name ? { name: actor.name, avatar: avatar(actor.avatar) } : null,
    task: taskOf(wire),
  }
}

import { z } from 'zod'
import { GroupSop } from '#contract/group-sop'
import { type WorkStatus } from '#contract/work-item'
import { readChinaTime } from '../../china-time.ts'
import type { Mapper } from '../../mirror/mapper.ts'
import { readRows } from '../../wire/read-wire.ts'
import type { SopGroupRow } from '../../store/mirror-stores.ts'
import { isOverdue } from '../standing.ts'
import { WireTask, type WireGroup } from './wire.ts'

const Task = GroupSop.pick({ id: true, title: true, dueAt: true, sopId: true, sendStatus: true, mode: true })
type Task = z.infer<typeof Task>

/** What the store keeps of a group, with its tasks. */
export const GroupBody = z.object({
  ownerName: z.string().nullable(),
  departmentName: z.string().nullable(),
  tags: z.array(z.string()),
  tasks: z.array(Task),
})
export type GroupBody = z.infer<typeof GroupBody>

interface GroupRow extends SopGroupRow {
  body: GroupBody
}

const origin = { source: 'tanma', operation: 'getGroupList' } as const

export type StatusMeanings = ReadonlyMap<string, WorkStatus>

function taskOf(wire: WireTask): Task {
  return {
    id: `tanma:${wire.id}`,
    title: wire.title ?? '群SOP',
    dueAt: wire.startTime === null ? null : readChinaTime(wire.startTime),
    sopId: wire.sopInfoId,
    sendStatus: wire.sendStatus,
    mode: wire.mode,
  }
}

/** `onBad` hears of each task that cannot be read; its group and the other tasks stay. */
export function toGroupRow(wire: WireGroup, fetchedAt: number, onBad: (detail: string) => void): GroupRow {
  const body: GroupBody = {
    ownerName: wire.salesName,
    departmentName: wire.departmentName,
    tags: wire.tagGroupNames ?? [],
    tasks: readRows(WireTask, wire.tasks ?? [], { origin, onBad: ({ detail }) => onBad(detail) }).map(taskOf),
  }
  return { chatId: wire.chatId, salesId: wire.salesId, name: wire.chatName, body, fetchedAt }
}

export const groupMapper: Mapper<typeof toGroupRow, GroupBody> = { version: 1, toRow: toGroupRow, body: GroupBody }

function toGroupSop(
  task: Task,
  row: GroupRow,
  more: { group: Omit<GroupBody, 'tasks'>; status: WorkStatus; now: number },
) {
  const { group, status, now } = more
  const overdue = isOverdue({ status, dueAt: task.dueAt }, now)
  const own = { source: 'tanma', kind: 'group_sop', detail: null, createdAt: null, mine: false } as const
  return { ...own, ...task, ...group, chatId: row.chatId, chatName: row.name, status, overdue }
}

/**
 * The tasks of a kept group. Their own `chatName` is often empty though the group has one
 * [docs/vendors/tanma.md#groups].
 */
export function toGroupSops(row: GroupRow, meanings: StatusMeanings, now: number): GroupSop[] {
  const { tasks, ...group } = row.body
  return tasks.map((task) => {
    const status = meanings.get(String(task.sendStatus)) ?? 'unknown'
    return toGroupSop(task, row, { group, status, now })
  })
}

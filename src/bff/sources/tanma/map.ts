import { z } from 'zod'
import { GroupSop } from '#contract/group-sop'
import { type WorkStatus } from '#contract/work-item'
import { toChinaIso } from '../../china-time.ts'
import type { Mapper } from '../../mirror/mapper.ts'
import type { SopGroupRow } from '../../store/mirror-stores.ts'
import { addressIn } from '../item-address.ts'
import { isOverdue } from '../standing.ts'
import { cut, longest } from '../../wire/bounds.ts'
import type { Group } from './read-groups.ts'
import type { WireTask } from './wire.ts'

const Task = GroupSop.pick({ id: true, title: true, dueAt: true, sopId: true, sendStatus: true, mode: true })
type Task = z.infer<typeof Task>

/** What the store keeps of a group, with its tasks. */
export const GroupBody = z.object({
  ownerName: z.string().nullable(),
  departmentName: z.string().nullable(),
  tags: z.array(z.string()),
  tasks: z.array(Task),
  /** How many more tasks could not be read. */
  leftOut: z.int().default(0),
})
export type GroupBody = z.infer<typeof GroupBody>

interface GroupRow extends SopGroupRow {
  body: GroupBody
}

export type StatusMeanings = ReadonlyMap<string, WorkStatus>

const prefix = 'tanma:'

function taskOf(wire: WireTask): Task {
  return {
    id: `${prefix}${wire.id}`,
    title: cut(wire.title ?? '群SOP', longest.title),
    dueAt: wire.startTime === null ? null : toChinaIso(wire.startTime),
    sopId: wire.sopInfoId,
    sendStatus: wire.sendStatus,
    mode: wire.mode,
  }
}

export function toGroupRow(group: Group, fetchedAt: number): GroupRow {
  const body: GroupBody = {
    ownerName: group.salesName,
    departmentName: group.departmentName,
    tags: group.tagGroupNames.filter((name) => name !== null),
    tasks: group.tasks.map(taskOf),
    leftOut: group.leftOut,
  }
  return { chatId: group.chatId, salesId: group.salesId, name: group.chatName, body, fetchedAt }
}

export const groupMapper: Mapper<typeof toGroupRow, GroupBody> = { version: 3, toRow: toGroupRow, body: GroupBody }

export const statusOf = ({ sendStatus }: Pick<Task, 'sendStatus'>, meanings: StatusMeanings): WorkStatus =>
  meanings.get(String(sendStatus)) ?? 'unknown'

function toGroupSop(
  task: Task,
  row: GroupRow,
  more: { group: Omit<GroupBody, 'tasks' | 'leftOut'>; status: WorkStatus; now: number; itemUrl: string | undefined },
) {
  const { group, status, now } = more
  const url = addressIn(more.itemUrl, task.id.slice(prefix.length))
  const overdue = isOverdue({ status, dueAt: task.dueAt }, now)
  const own = { source: 'tanma', kind: 'group_sop', detail: null, createdAt: null, mine: false } as const
  return { ...own, ...task, ...group, chatId: row.chatId, chatName: row.name, status, overdue, url }
}

/**
 * The tasks of a kept group. Their own `chatName` is often empty though the group has one
 * [docs/vendors/tanma.md#groups].
 */
export function toGroupSops(row: GroupRow, meanings: StatusMeanings, now: number, itemUrl?: string): GroupSop[] {
  const { tasks, leftOut: _, ...group } = row.body
  return tasks.map((task) => {
    return toGroupSop(task, row, { group, status: statusOf(task, meanings), now, itemUrl })
  })
}

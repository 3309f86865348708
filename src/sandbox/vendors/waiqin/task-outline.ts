import { chinaMinute } from '../china-time.ts'
import type { Feedback, Person, Task } from './entities.ts'

/** A task as stories and tests describe it; `createTask` adds the rest. Times in epoch ms. */
export interface TaskOutline {
  id: string
  customerId: string
  receivers: Person[]
  creator: Person
  typeId: string
  content: string
  createdAt: number
  modifiedAt?: number
  /** Null: no deadline. */
  dueAt: number | null
  task_status: '0' | '1' | '2' | '3'
  /** Oldest first. */
  feedback?: { content: string; at: number }[]
  isDeleted?: boolean
  isTextStatus?: boolean
  executeDemand?: string
}

const achievements = '已按要求完成，照片清晰'

function feedbackOf(outline: TaskOutline): Feedback[] {
  return (outline.feedback ?? []).map(({ content, at }, index) => ({
    feedback_content: content,
    feedback_visit_id: `68810${outline.id.slice(-12)}${String(index).padStart(2, '0')}`,
    feedback_time: chinaMinute(at),
  }))
}

/** The row that 勤策 returns for an outline. */
export function createTask(outline: TaskOutline): Task {
  const feedback_detail = feedbackOf(outline)
  const latest = feedback_detail.at(-1)
  const status = outline.isDeleted ? 0 : 1
  return {
    task_id: outline.id,
    creator: outline.creator,
    receivers: outline.receivers,
    customer_id: outline.customerId,
    task_type_id: outline.typeId,
    task_source_id: '6200000000000000001',
    task_source_name: '任务下发',
    task_content: outline.content,
    execute_demand: outline.executeDemand ?? '2',
    create_time: chinaMinute(outline.createdAt),
    modify_time: chinaMinute(outline.modifiedAt ?? outline.createdAt),
    feedback_deadline: outline.dueAt === null ? '' : chinaMinute(outline.dueAt),
    latest_feedback_time: latest?.feedback_time ?? '',
    latest_feedback_content: latest?.feedback_content ?? '',
    task_status: outline.task_status,
    status: outline.isTextStatus ? String(status) : status,
    ...(outline.task_status === '2' && { task_achievement: achievements }),
    visit_implement_id: '',
    feedback_detail,
  }
}

/** Not deleted and waiting for (new) feedback: status 0 or 3. */
export const isOpen = ({ status, task_status }: Task): boolean =>
  String(status) === '1' && (task_status === '0' || task_status === '3')

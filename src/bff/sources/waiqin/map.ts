import { z } from 'zod'
import { FieldTask } from '#contract/field-task'
import { toChinaIso } from '../../china-time.ts'
import type { Mapper } from '../../mirror/mapper.ts'
import type { FieldTaskRow } from '../../store/mirror-stores.ts'
import { asKept, headed, within } from '../../wire/bounds.ts'
import type { WireTask, WireType } from './wire.ts'

/** What the store keeps of a task: the contract's item without what depends on the reader, the clock, or other rows. */
export const TaskBody = FieldTask.omit({ overdue: true, mine: true, contact: true, url: true })
export type TaskBody = z.infer<typeof TaskBody>

export const TypeBody = z.object({
  name: z.string().nullable(),
  isPictureRequired: z.boolean().nullable(),
  isAlbumPermitted: z.boolean().nullable(),
})
export type TypeBody = z.infer<typeof TypeBody>

/** Maps, not objects: the vendor's text is the key, and every object has a `constructor`. */
const stages = new Map<string, { stage: FieldTask['stage']; status: FieldTaskRow['status'] }>([
  ['0', { stage: 'waiting', status: 'open' }],
  ['1', { stage: 'submitted', status: 'submitted' }],
  ['2', { stage: 'accepted', status: 'done' }],
  ['3', { stage: 'rework', status: 'open' }],
])
const unknownStage = { stage: 'unknown', status: 'unknown' } as const
const demands = new Map<string, FieldTask['onSite']>([
  ['0', 'off_site'],
  ['1', 'on_site'],
  ['2', 'any'],
])

const isoOf = (time: number | null): string | null => (time === null ? null : toChinaIso(time))

function feedbackOf(wire: WireTask): FieldTask['feedback'] {
  const latest = { content: wire.latest_feedback_content ?? '', at: isoOf(wire.latest_feedback_time), visitId: null }
  const history = wire.feedback_detail.map((entry) => ({
    content: entry.feedback_content ?? '',
    at: isoOf(entry.feedback_time),
    visitId: entry.feedback_visit_id,
  }))
  // The latest feedback is a field of its own, and not always part of the history.
  const isMissing = latest.content !== '' && !history.some(({ content }) => content === latest.content)
  const all = isMissing ? [...history, latest] : history
  // Not localeCompare, which is slow: a first sync maps a million tasks.
  return all.sort((one, other) => Number((one.at ?? '') < (other.at ?? '')) - Number((one.at ?? '') > (other.at ?? '')))
}

/** The first line, by which salespeople recognise a task, becomes its title. */
function wordsOf(content: string | null): { title: string; detail: string | null } {
  const title = content?.split('\n', 1)[0]?.trim() ?? ''
  return headed(title, content !== null && content.length > title.length ? content : null)
}

function personOf(person: { id: string; name: string | null }): { id: string; name: string } {
  return { id: person.id, name: person.name ?? person.id }
}

function typeRefOf(id: string | null): FieldTask['type'] {
  return id === null ? null : { id, name: null, isPictureRequired: null, isAlbumPermitted: null }
}

const prefix = 'waiqin:'
export const itemIdOf = (taskId: string): string => `${prefix}${taskId}`
export const taskIdOf = (itemId: string): string => itemId.slice(prefix.length)

function bodyOf(wire: WireTask): TaskBody {
  const { stage, status } = stages.get(wire.task_status ?? '') ?? unknownStage
  const body: TaskBody = {
    id: itemIdOf(wire.task_id),
    source: 'waiqin',
    kind: 'field_task',
    ...wordsOf(wire.task_content),
    status,
    dueAt: isoOf(wire.feedback_deadline),
    createdAt: isoOf(wire.create_time),
    customer: { id: wire.customer_id ?? '', name: null },
    stage,
    stageRaw: wire.task_status ?? '',
    type: typeRefOf(wire.task_type_id),
    onSite: demands.get(wire.execute_demand ?? '') ?? 'unknown',
    creator: wire.creator ? personOf(wire.creator) : null,
    receivers: wire.receivers.map(personOf),
    sourceName: wire.task_source_name,
    achievement: wire.task_achievement,
    modifiedAt: isoOf(wire.modify_time),
    feedback: feedbackOf(wire),
    visitId: wire.visit_implement_id,
  }
  return within(body, asKept)
}

/** The body names twenty receivers; `staffIds`, which decide who may see the task, are all of them. */
export function toTaskRow(wire: WireTask): FieldTaskRow {
  const people = [...wire.receivers, ...(wire.creator ? [wire.creator] : [])]
  return {
    taskId: wire.task_id,
    customerId: wire.customer_id ?? '',
    createdAt: wire.create_time,
    modifiedAt: wire.modify_time ?? wire.create_time ?? 0,
    isDeleted: wire.status === false,
    status: (stages.get(wire.task_status ?? '') ?? unknownStage).status,
    dueAt: wire.feedback_deadline,
    staffIds: [...new Set(people.map(({ id }) => id))],
    people: people.map(({ id, name, source_code }) => ({ id, name: name ?? id, sourceCode: source_code })),
    body: bodyOf(wire),
  }
}

export const taskMapper: Mapper<typeof toTaskRow, TaskBody> = { version: 3, toRow: toTaskRow, body: TaskBody }

export function toTypeRow(wire: WireType): { typeId: string; body: TypeBody } {
  return {
    typeId: wire.type_id,
    body: {
      name: wire.type_name,
      isPictureRequired: wire.feedback_picture_required,
      isAlbumPermitted: wire.is_album_permitted,
    },
  }
}

export const typeMapper: Mapper<typeof toTypeRow, TypeBody> = { version: 3, toRow: toTypeRow, body: TypeBody }

import type { LeftOutRow } from '../../store/store.ts'
import { readRows, type BadRow, type Origin } from '../../wire/read-wire.ts'
import { readPage, type SourceLog } from '../read-page.ts'
import { WireGroup, WireTask } from './wire.ts'

/** A group with those of its tasks that can be read. */
export interface Group extends Omit<WireGroup, 'tasks'> {
  tasks: WireTask[]
  /** How many of its tasks cannot. */
  leftOut: number
}

interface Groups {
  groups: Group[]
  /** Groups and tasks. */
  leftOut: LeftOutRow[]
}

interface From extends Origin {
  log: SourceLog
}

/** Its tasks one by one: a bad one does not hide the group. */
function readGroup(row: WireGroup, origin: Origin): { group: Group; bad: BadRow[] } {
  const bad: BadRow[] = []
  const tasks = readRows(WireTask, row.tasks, { origin, onBad: (task) => bad.push(task) })
  return { group: { ...row, tasks, leftOut: bad.length }, bad }
}

/** Reads groups one by one, and the tasks of each. */
export function readGroups(result: readonly unknown[], { log, ...origin }: From): Groups {
  const { rows, leftOut } = readPage(WireGroup, result, { ...origin, log, isMirrored: true })
  const read = rows.map((row) => readGroup(row, origin))
  const badTasks = read.flatMap(({ group: { chatId }, bad }) =>
    bad.map(({ field }) => ({ id: null, field: `tasks.${field}`, subject: chatId, staffIds: [] })),
  )
  const { source, operation } = origin
  const [first] = read.flatMap(({ bad }) => bad)
  if (first) log.warn({ source, operation, skipped: badTasks.length, detail: first.detail }, 'tasks left out')
  return { groups: read.map(({ group }) => group), leftOut: [...leftOut, ...badTasks] }
}

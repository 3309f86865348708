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

const toLeftOut = ({ field }: BadRow, chatId: string): LeftOutRow => ({
  id: null,
  field: `tasks.${field}`,
  subject: chatId,
  staffIds: [],
})

/** Reads groups one by one, and the tasks of each: a bad task does not hide its group. */
export function readGroups(result: readonly unknown[], { log, ...origin }: From): Groups {
  const { rows, leftOut } = readPage(WireGroup, result, { ...origin, log, isMirrored: true })
  const badTasks: BadRow[] = []
  const groups = rows.map((row) => {
    const bad: BadRow[] = []
    const tasks = readRows(WireTask, row.tasks, { origin, onBad: (task) => bad.push(task) })
    badTasks.push(...bad)
    leftOut.push(...bad.map((task) => toLeftOut(task, row.chatId)))
    return { ...row, tasks, leftOut: bad.length }
  })
  const [first] = badTasks
  const { source, operation } = origin
  if (first) log.warn({ source, operation, skipped: badTasks.length, detail: first.detail }, 'tasks left out')
  return { groups, leftOut }
}

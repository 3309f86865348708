import type { LeftOutRow } from '../../store/store.ts'
import { readRows, type BadRow, type Origin } from '../../wire/read-wire.ts'
import { inTurns } from '../../concurrency/in-turns.ts'
import { readPage, readPageInTurns, type PageRows, type SourceLog } from '../read-page.ts'
import { WireGroup, WireTask } from './wire.ts'

/** A group with those of its tasks that can be read. */
export interface Group extends Omit<WireGroup, 'tasks'> {
  tasks: WireTask[]
  /** How many of its tasks cannot. */
  leftOut: number
}

export interface Groups {
  groups: Group[]
  /** Groups and tasks. */
  leftOut: LeftOutRow[]
}

interface From extends Origin {
  log: SourceLog
}

/** How many tasks of a group are read: it is kept in one piece. */
const maxTasks = 1_000

/** Its tasks one by one: a bad one does not hide the group. */
function readGroup(row: WireGroup, origin: Origin): ReadGroup {
  const bad: BadRow[] = []
  const some = row.tasks.slice(0, maxTasks)
  const tasks = readRows(WireTask, some, { origin, onBad: (task) => bad.push(task) })
  const tooMany = row.tasks.length - some.length
  return { group: { ...row, tasks, leftOut: bad.length + tooMany }, bad, tooMany }
}

interface ReadGroup {
  group: Group
  bad: BadRow[]
  /** How many of its tasks were not looked at. */
  tooMany: number
}

const leftOutOf = ({ group: { chatId }, bad, tooMany }: ReadGroup): LeftOutRow[] => {
  const fields = [...bad.map(({ field }) => `tasks.${field}`), ...(tooMany > 0 ? ['tasks'] : [])]
  return fields.map((field) => ({ id: null, field, subject: chatId, staffIds: [] }))
}

/** Reads groups one by one, and the tasks of each. */
export function readGroups(result: readonly unknown[], { log, ...origin }: From): Groups {
  const page = readPage(WireGroup, result, { ...origin, log, isMirrored: true })
  return toGroups(
    page,
    page.rows.map((row) => readGroup(row, origin)),
    { log, ...origin },
  )
}

/** The same in turns with other requests. */
export async function readGroupsInTurns(result: readonly unknown[], { log, ...origin }: From): Promise<Groups> {
  const page = await readPageInTurns(WireGroup, result, { ...origin, log, isMirrored: true })
  const read = await inTurns(page.rows, (some) => some.map((row) => readGroup(row, origin)))
  return toGroups(page, read, { log, ...origin })
}

function toGroups({ leftOut }: PageRows<WireGroup>, read: readonly ReadGroup[], { log, ...origin }: From): Groups {
  const badTasks = read.flatMap(leftOutOf)
  const { source, operation } = origin
  const [first] = read.flatMap(({ bad }) => bad)
  if (badTasks.length > 0) {
    const skipped = read.reduce((sum, { group: { leftOut: count } }) => sum + count, 0)
    log.warn({ source, operation, skipped, detail: first?.detail ?? 'tasks: too many' }, 'tasks left out')
  }
  return { groups: read.map(({ group }) => group), leftOut: [...leftOut, ...badTasks] }
}

import type { Counts, StatusFilter } from '#contract/work'
import type { FieldTaskKey, FieldTaskPage, FieldTaskQuestion, FieldTaskScope } from '../../store/mirror-stores.ts'
import type { LeftOut } from '../left-out.ts'
import type { SourceAnswer, SourcePage, SourceQuery } from '../source.ts'
import { statusesOf } from '../tally.ts'
import { itemIdOf, taskIdOf } from './map.ts'
import { createSights, type SightDeps } from './sights.ts'

/** What tasks are sorted by, and where they were found: only there their bodies are read. */
export interface TaskKey extends FieldTaskKey {
  id: string
  scope: FieldTaskScope
}

const kept: readonly string[] = ['open', 'submitted', 'done', 'unknown'] satisfies FieldTaskKey['status'][]
const isKept = (status: string): status is FieldTaskKey['status'] => kept.includes(status)

const sumOf = (all: readonly Counts[]): Counts => ({
  open: all.reduce((sum, { open }) => sum + open, 0),
  overdue: all.reduce((sum, { overdue }) => sum + overdue, 0),
  done: all.reduce((sum, { done }) => sum + done, 0),
})

const within = ({ open, done }: Counts, status: StatusFilter): number =>
  ({ open, done, cancelled: 0, all: open + done })[status]

const toPage = ({ after, ...page }: SourcePage): FieldTaskPage => ({
  ...page,
  after: after && { ...after, taskId: taskIdOf(after.id) },
})

interface Deps extends SightDeps {
  leftOut: LeftOut
}

/** The mirrored tasks of a question, as far as its reader may see them. */
export function createRows({ store, clock, config, leftOut }: Deps) {
  const { fieldTasks } = store
  const sightOf = createSights({ store, clock, config })

  /** How many of the customers' tasks are not among those shown. */
  async function othersOf({ subjects, status }: SourceQuery, shown: Counts): Promise<number> {
    const all = await fieldTasks.count({ customerIds: subjects, staffId: null }, clock())
    return Math.max(0, within(all, status) - within(shown, status))
  }

  /** How many rows that could not be read the reader would see in these lists. */
  async function unreadOf(scopes: readonly FieldTaskScope[]): Promise<number> {
    const counts = await Promise.all(
      scopes.map(({ customerIds: subjects, staffId }) => leftOut.count({ subjects, staffId, mine: staffId !== null })),
    )
    return counts.reduce((sum, count) => sum + count, 0)
  }

  async function listOf(question: FieldTaskQuestion, page: FieldTaskPage | undefined): Promise<TaskKey[]> {
    const { customerIds, staffId } = question
    const scope = { customerIds, staffId }
    const found = await fieldTasks.list(question, page)
    return found.map((key) => Object.assign(key, { id: itemIdOf(key.taskId), scope }))
  }

  async function keys(question: SourceQuery): Promise<Omit<SourceAnswer<TaskKey>, 'asOf' | 'lateMs' | 'problem'>> {
    const { scopes, ownOnly } = await sightOf(question)
    const page = question.page && toPage(question.page)
    const find = question.find && { find: { text: question.find.text, customerIds: question.find.subjects } }
    const statuses = statusesOf(question.status)?.filter(isKept) ?? null
    const [lists, counts, unread] = await Promise.all([
      Promise.all(scopes.map((scope) => listOf({ ...scope, statuses, ...find }, page))),
      Promise.all(scopes.map((scope) => fieldTasks.count(scope, clock()))),
      unreadOf(scopes),
    ])
    const sum = sumOf(counts)
    const shown = {
      items: lists.flat(),
      total: find ? null : within(sum, question.status),
      counts: sum,
      leftOut: unread,
    }
    if (ownOnly.length === 0) return shown
    // Who has no id of his own learns neither whether there are tasks, nor how many.
    if (question.staffId === null) return scopes.length === 0 ? { ...shown, needs: 'staff-link' } : shown
    return { ...shown, others: await othersOf(question, shown.counts) }
  }

  /** By task id. What is no longer where it was found is not among them. */
  async function bodies(keys: readonly TaskKey[]): Promise<Map<string, unknown>> {
    const idsIn = new Map<FieldTaskScope, string[]>()
    for (const { scope, taskId } of keys) idsIn.set(scope, [...(idsIn.get(scope) ?? []), taskId])
    const found = await Promise.all([...idsIn].map(([scope, taskIds]) => fieldTasks.bodies(scope, taskIds)))
    return new Map(found.flatMap((each) => Array.from(each)))
  }

  return { keys, bodies }
}

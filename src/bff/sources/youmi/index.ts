import type { Todo } from '#contract/todo'
import type { CountCaches } from '../../metrics/index.ts'
import type { OpenSource, SourceDefinition } from '../definition.ts'
import type { CandidateQuery, Linkable, LinkedSource, Offer, Probed, SourceQuery, SourceAnswer } from '../source.ts'
import { recallLateMs } from '../recall.ts'
import { isWanted, tally } from '../tally.ts'
import { youmiChecks } from './checks.ts'
import { createClient, type ClientDeps } from './client.ts'
import { youmiSettings, type YoumiConfig } from './config.ts'
import { toBody, toTodo, type TodoBody } from './map.ts'
import { createIsNamed, createOfPerson } from './recipients.ts'
import { createTodoCache } from './todo-cache.ts'

export interface YoumiDeps extends ClientDeps {
  /** How long a reader waits for the vendor. */
  waitMs?: number
  caches?: CountCaches | undefined
}

export type Youmi = LinkedSource<Todo> & Linkable & Probed & OpenSource

const maxCandidates = 50

const newestFirst = (one: TodoBody, other: TodoBody): number =>
  (other.createdAt ?? '').localeCompare(one.createdAt ?? '')

/** A todo does not name the friend: the account that knows them and the latest todo tell friends apart. */
function toCandidate({ friendId, account, title }: TodoBody): Offer {
  const nick = account.nick ?? account.number
  const subtitle = `最近待办：${title}`
  return {
    source: 'youmi',
    sourceId: friendId,
    title: nick ? `${nick} · ${friendId}` : friendId,
    subtitle,
    reasons: ['my_todo'],
  }
}

function candidatesOf(rows: readonly TodoBody[], question: CandidateQuery): Offer[] {
  const latest = new Map<string, TodoBody>()
  for (const row of [...rows].sort(newestFirst)) if (!latest.has(row.friendId)) latest.set(row.friendId, row)
  const text = question.text?.toLowerCase() ?? ''
  return [...latest.values()]
    .filter(({ friendId }) => question.sourceId === undefined || question.sourceId === friendId)
    .map(toCandidate)
    .filter(({ title, subtitle }) => `${title} ${subtitle}`.toLowerCase().includes(text))
    .slice(0, maxCandidates)
}

/** 友米 todos: read per salesperson, and shared by all lists about that salesperson. */
export function createYoumi(deps: YoumiDeps): Youmi {
  const client = createClient(deps)
  const isNamed = createIsNamed(deps.config)
  const ofPerson = createOfPerson(isNamed)
  const todosOf = createTodoCache({
    clock: deps.clock,
    waitMs: deps.waitMs ?? 5_000,
    count: deps.caches?.('todos'),
    pull: async (staffId, signal) => ofPerson(staffId, (await client.todosOf(staffId, signal)).map(toBody)),
  })

  async function read(question: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<Todo>> {
    const { staffId, subjects, status, mine, refresh } = question
    // Without a 工号 there is nothing to ask for; leaving it out would return everyone's todos.
    if (staffId === null) return { items: [], counts: tally([]), asOf: null, lateMs: recallLateMs, problem: null }
    const { value: rows, fetchedAt, problem } = await todosOf(staffId, refresh, signal)
    const now = deps.clock()
    const items = rows
      .filter(({ friendId }) => subjects === null || subjects.includes(friendId))
      .map((body) => toTodo(body, { isMine: isNamed(body, staffId), now }))
      .filter((todo) => !mine || todo.mine)
    return {
      items: items.filter((todo) => isWanted(todo.status, status)),
      counts: tally(items),
      asOf: fetchedAt,
      lateMs: recallLateMs,
      problem,
    }
  }

  return {
    id: 'youmi',
    read,
    itemsOf: async (todos) => [...todos],
    probe: client.probe,
    async candidates(question, signal) {
      const { value: rows } = await todosOf(question.staffId, false, signal)
      // A todo whose recipients could not be read is shown in lists, but proves nothing.
      const mine = rows.filter((row) => isNamed(row, question.staffId))
      return candidatesOf(mine, question)
    },
    nameOf: () => Promise.resolve(null),
    ...(deps.config.isStaffIdUserid ? { staffIdOf: (userid: string) => Promise.resolve(userid) } : {}),
  }
}

export const youmi: SourceDefinition<YoumiConfig, Youmi> = {
  system: '友米',
  settings: youmiSettings,
  mirrors: {},
  open: createYoumi,
  checks: youmiChecks,
  addressOf: (operation) => (operation === 'token' ? 'YOUMI_TOKEN_URL' : 'YOUMI_API_URL'),
}

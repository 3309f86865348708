import type { Todo } from '#contract/todo'
import { inTurns } from '../../concurrency/in-turns.ts'
import { AppError } from '../../errors.ts'
import { factsOf } from '../../logging/log-failure.ts'
import type { CountCaches } from '../../metrics/index.ts'
import type { LeftOutRow, Store } from '../../store/store.ts'
import { asListed, within } from '../../wire/bounds.ts'
import type { OpenSource, SourceDefinition } from '../definition.ts'
import type {
  CandidateQuery,
  Linkable,
  LinkedSource,
  Offer,
  Probed,
  SourceQuery,
  SourceAnswer,
  StaffRule,
} from '../source.ts'
import { countLeftOut, createLeftOut } from '../left-out.ts'
import { recallLateMs } from '../recall.ts'
import { hasText } from '../has-text.ts'
import { isWanted, tally } from '../tally.ts'
import { youmiChecks } from './checks.ts'
import { createClient, operation, type ClientDeps, type Told } from './client.ts'
import { youmiSettings, type YoumiConfig } from './config.ts'
import { toBody, toTodo, type TodoBody } from './map.ts'
import { createPeople } from './people.ts'
import { isNamed, ofPerson } from './recipients.ts'
import { createTodoCache } from './todo-cache.ts'

export interface YoumiDeps extends ClientDeps {
  store: Pick<Store, 'tokens' | 'leases' | 'leftOut'>
  /** How long a reader waits for the vendor. */
  waitMs?: number
  caches?: CountCaches | undefined
}

export type Youmi = LinkedSource<Todo> & Linkable & Probed & OpenSource

/** A todo as it is shown, which may not name all of its recipients. */
interface Row {
  body: TodoBody
  isMine: boolean
}

/** One person's todos. */
interface Pulled extends Pick<Told, 'isCut' | 'isOpenCut'> {
  rows: Row[]
  leftOut: LeftOutRow[]
}

const maxCandidates = 50

/** Where the 工号 is the WeCom userid. */
const staffRule: StaffRule = {
  isIdUserid: true,
  staffIdOf: (userid) => Promise.resolve(userid),
  staffIdsOf: () => Promise.resolve((userid) => userid),
}

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
  const about = rows.filter(({ friendId }) => friendId !== '')
  for (const row of about.sort(newestFirst)) if (!latest.has(row.friendId)) latest.set(row.friendId, row)
  const text = question.text?.toLowerCase() ?? ''
  return [...latest.values()]
    .filter(({ friendId }) => question.sourceId === undefined || question.sourceId === friendId)
    .map(toCandidate)
    .filter(({ title, subtitle }) => `${title} ${subtitle}`.toLowerCase().includes(text))
    .slice(0, maxCandidates)
}

const isFound = ({ title, detail, friendId }: Todo, { text, subjects }: NonNullable<SourceQuery['find']>): boolean =>
  hasText(text, [title, detail]) || subjects.includes(friendId)

/** 友米 todos: read per salesperson, and shared by all lists about that salesperson. */
export function createYoumi(deps: YoumiDeps): Youmi {
  const { clock, log } = deps
  const client = createClient(deps)
  const kept = createLeftOut('youmi', { leftOut: deps.store.leftOut, clock })

  async function pull(staffId: string, signal: AbortSignal): Promise<Pulled> {
    const { todos, leftOut, ...cut } = await client.todosOf(staffId, signal)
    const bodies = await inTurns(todos, (some) => some.map(toBody))
    const named = [...bodies.map(({ recipients }) => recipients), ...leftOut.map(({ staffIds }) => staffIds)]
    const isTheirs = ofPerson(staffId, named)
    const theirs = leftOut
      .filter(({ staffIds }) => isTheirs(staffIds))
      .map(({ id, field, subject }) => ({ id, field, subject, staffIds: [staffId] }))
    // For the doctor: without a database the rows are shown all the same.
    await kept.note({ operation, part: staffId }, theirs).catch((error: unknown) => {
      log.warn(factsOf(error), 'what was left out is not kept')
    })
    const mine = bodies.filter(({ recipients }) => isTheirs(recipients))
    const toRow = (body: TodoBody): Row => ({
      body: within(body, asListed),
      isMine: isNamed(body.recipients, staffId),
    })
    return { rows: await inTurns(mine, (some) => some.map(toRow)), leftOut: theirs, ...cut }
  }

  const todosOf = createTodoCache({
    clock,
    waitMs: deps.waitMs ?? 5_000,
    count: deps.caches?.('todos'),
    pull,
  })

  async function read(question: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<Todo>> {
    const { staffId, subjects, status, mine, find, refresh } = question
    // Without a 工号 there is nothing to ask for; leaving it out would return everyone's todos.
    if (staffId === null) return { items: [], counts: tally([]), asOf: null, lateMs: recallLateMs, problem: null }
    const { value, fetchedAt, problem } = await todosOf(staffId, refresh, signal)
    const isCut = status === 'open' ? value.isOpenCut : value.isCut
    const now = clock()
    const items = value.rows
      .filter(({ body }) => subjects === null || subjects.includes(body.friendId))
      .map(({ body, isMine }) => toTodo(body, { isMine, now, itemUrl: deps.config.itemUrl }))
      .filter((todo) => !mine || todo.mine)
    return {
      items: items.filter((todo) => isWanted(todo.status, status) && (!find || isFound(todo, find))),
      counts: tally(items),
      asOf: fetchedAt,
      lateMs: recallLateMs,
      leftOut: countLeftOut(value.leftOut, question),
      problem: problem ?? (isCut ? new AppError('rows_cut', { source: 'youmi' }) : null),
    }
  }

  return {
    id: 'youmi',
    read,
    itemsOf: async (todos) => [...todos],
    async subjectsOf(staffId, signal) {
      const { value } = await todosOf(staffId, false, signal)
      return [...new Set(value.rows.map(({ body }) => body.friendId))].filter((id) => id !== '')
    },
    probe: client.probe,
    async candidates(question, signal) {
      const { value } = await todosOf(question.staffId, false, signal)
      // A todo whose recipients could not be read is shown in lists, but proves nothing.
      const mine = value.rows.filter(({ isMine }) => isMine)
      return candidatesOf(
        mine.map(({ body }) => body),
        question,
      )
    },
    nameOf: () => Promise.resolve(null),
    people: createPeople(client),
    ...(deps.config.isStaffIdUserid ? staffRule : {}),
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

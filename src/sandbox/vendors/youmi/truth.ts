import { dayMs } from '../china-time.ts'
import type { Todo } from './entities.ts'
import type { YoumiState } from './routes.ts'
import { levels, mainAccount } from './words.ts'
import type { Tokens } from './tokens.ts'

/** What a test specifies for a new todo; the rest is filled in. */
export interface NewTodo {
  /** The friend's raw WeChat id. */
  weixin: string
  title: string
  /** 工号 */
  recipients: string[]
  /** Epoch ms; by default tomorrow. */
  remindAt?: number
}

/** Changes 友米's data as its own users would. */
export interface YoumiTruth {
  addTodo(todo: NewTodo): number
  modifyTodo(id: number, patch: Partial<Todo>): void
  completeTodo(id: number): void
  cancelTodo(id: number): void
  removeTodo(id: number): void
  todosOf(staffId: string): Todo[]
  todosOfFriend(weixin: string): Todo[]
  /** Revokes every token issued so far. */
  expireTokens(): void
}

interface TruthDeps {
  state: YoumiState
  tokens: Tokens
  clock: () => number
}

export function createYoumiTruth({ state, tokens, clock }: TruthDeps): YoumiTruth {
  function modifyTodo(id: number, patch: Partial<Todo>): void {
    const todo = state.todos.get(id)
    if (!todo) throw new Error(`no todo ${id}`)
    state.todos.set(id, { ...todo, ...patch })
  }

  function addTodo({ weixin, title, recipients, remindAt = clock() + dayMs }: NewTodo): number {
    const id = Math.max(...state.todos.keys()) + 1
    state.todos.set(id, {
      id,
      weixin,
      creator: 'b01',
      recipients,
      title,
      content: null,
      remindAt,
      addedAt: clock(),
      isRepeating: false,
      state: 0,
      level: levels.normal,
      eventType: 0,
      account: mainAccount,
      from: 0,
    })
    return id
  }

  return {
    addTodo,
    modifyTodo,
    completeTodo: (id) => modifyTodo(id, { state: 1 }),
    cancelTodo: (id) => modifyTodo(id, { state: 2 }),
    removeTodo: (id) => void state.todos.delete(id),
    todosOf: (staffId) => [...state.todos.values()].filter(({ recipients }) => recipients.includes(staffId)),
    todosOfFriend: (weixin) => [...state.todos.values()].filter((todo) => todo.weixin === weixin),
    expireTokens: () => tokens.expireAll(),
  }
}

import type { Todo } from '#contract/todo'
import { createLinkedWork, type LinkedWorkDeps } from '../work/linked-work.ts'
import type { Handlers } from '../http/route.ts'
import type { LinkedSource } from '../sources/source.ts'

type TodoHandlers = Pick<Handlers, 'GET /api/contacts/:externalUserId/todos' | 'GET /api/me/todos'>

/** 友米 todos: the user's own, and those among them about the open contact. */
export function createTodoHandlers(youmi: LinkedSource<Todo> | null, deps: LinkedWorkDeps): TodoHandlers {
  const subjectOf = ({ friendId }: Todo) => friendId
  const options = { id: 'youmi', source: youmi, subjectOf, needsStaffId: true } as const
  const todos = createLinkedWork(options, deps)
  return { 'GET /api/contacts/:externalUserId/todos': todos.ofContact, 'GET /api/me/todos': todos.mine }
}

import type { Todo } from '#contract/todo'
import type { WorkList } from '#contract/work'
import { namedIn, type StaffNames } from '../identity/staff-names.ts'
import { createLinkedWork, type LinkedWorkDeps } from '../work/linked-work.ts'
import type { Handlers } from '../http/route.ts'
import type { LinkedSource } from '../sources/source.ts'
import type { ListCaller } from '../work/work-list.ts'

type TodoHandlers = Pick<Handlers, 'GET /api/contacts/:externalUserId/todos' | 'GET /api/me/todos'> & {
  /** For the page that 企客聊 opens. */
  friendTodos(friendId: string, asked: ListCaller): Promise<WorkList<Todo>>
}

const idsIn = ({ creator, recipients }: Todo): string[] => [...(creator === null ? [] : [creator]), ...recipients]

/** 友米 todos: the user's own, and those among them about the open contact. 友米 names people by their 工号 alone. */
export function createTodoHandlers(
  youmi: LinkedSource<Todo> | null,
  { staffNames, ...deps }: LinkedWorkDeps & { staffNames: StaffNames },
): TodoHandlers {
  const subjectOf = ({ friendId }: Todo) => friendId
  const options = { id: 'youmi', source: youmi, subjectOf, needsStaffId: true } as const
  const todos = createLinkedWork(options, deps)

  async function withNames(list: WorkList<Todo>, signal: AbortSignal): Promise<WorkList<Todo>> {
    if (list.items.length === 0) return list
    const names = await staffNames('youmi', list.items.flatMap(idsIn), signal)
    return { ...list, items: list.items.map((todo) => Object.assign({}, todo, namedIn(names, idsIn(todo)))) }
  }

  return {
    'GET /api/contacts/:externalUserId/todos': async (asked) => withNames(await todos.ofContact(asked), asked.signal),
    'GET /api/me/todos': async (asked) => withNames(await todos.mine(asked), asked.signal),
    friendTodos: async (friendId, asked) => withNames(await todos.ofSubject(friendId, asked), asked.signal),
  }
}

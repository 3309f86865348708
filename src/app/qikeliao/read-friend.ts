import type { BoardLine } from '#contract/board'
import type { WorkList } from '#contract/work'
import { callBoard } from '../api/call.ts'
import { ProblemError, readProblem } from '../api/problem-error.ts'

export const friendKey = (friendId: string): string[] => ['friend', friendId]

interface Options {
  signal?: AbortSignal
  refresh?: boolean
}

function todosIn(lines: readonly BoardLine[]): WorkList {
  const line = lines.find(({ part }) => part === 'todos')
  if (!line) throw new ProblemError('no_answer')
  if (line.status !== 200) throw readProblem(line.body)
  return line.body as WorkList
}

/** Asks the BFF what the user has to do for one friend, who is a contact of nobody in WeCom as far as they may know. */
export async function readFriend(friendId: string, options: Options = {}): Promise<WorkList> {
  const lines: BoardLine[] = []
  await callBoard('GET /api/friends/:friendId/board', { params: { friendId }, ...options }, (line) => lines.push(line))
  return todosIn(lines)
}

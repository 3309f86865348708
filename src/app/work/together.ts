import type { BoardCall, BoardLine, BoardPart } from '#contract/board'
import { reasonOf } from '../api/abort-reason.ts'
import { callBoard } from '../api/call.ts'
import { ProblemError, readProblem } from '../api/problem-error.ts'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'

interface Question {
  part: BoardPart
  /** Asks for this part by its single call. */
  alone: () => Promise<unknown>
  signal: AbortSignal | undefined
  settle: (answer: Promise<unknown>) => void
}

interface Way {
  signal?: AbortSignal | undefined
  refresh?: boolean | undefined
}

/** A board that is silent for so long is held up by a proxy, or by a source: what is missing is asked by single calls. */
const silenceMs = 4000
/** The board did not answer; with any other Problem no single call would either. */
const ways = new Set(['offline', 'no_answer', 'unreadable', 'not_found', 'method_not_allowed'])

const gathering = new Map<string, Question[]>()

function boardOf(subject: Subject): [BoardCall, Record<string, string>] {
  if (subject.kind === 'me') return ['GET /api/me/board', {}]
  if (subject.kind === 'chat') return ['GET /api/chats/:chatId/board', { chatId: subject.chatId }]
  return ['GET /api/contacts/:externalUserId/board', { externalUserId: subject.externalUserId }]
}

const read = async ({ status, body }: BoardLine): Promise<unknown> => {
  if (status === 200) return body
  throw readProblem(body)
}

/** Asks for the whole board, and gives each question its part as soon as that has come. */
function askBoard(subject: Subject, questions: readonly Question[], refresh: boolean): void {
  const open = new Set(questions)
  const gone = new AbortController()
  let silence = 0

  function settle(which: readonly Question[], answer: (question: Question) => Promise<unknown>): void {
    for (const question of which) if (open.delete(question)) question.settle(answer(question))
    clearTimeout(silence)
    if (open.size > 0) silence = window.setTimeout(() => settle([...open], ({ alone }) => alone()), silenceMs)
  }

  for (const question of questions) {
    const { signal } = question
    signal?.addEventListener('abort', () => {
      settle([question], () => Promise.reject(reasonOf(signal)))
      if (open.size === 0) gone.abort()
    })
  }
  const [name, params] = boardOf(subject)
  settle([], () => Promise.resolve())
  callBoard(name, { params, refresh, signal: gone.signal }, (line) =>
    settle(
      [...open].filter(({ part }) => part === line.part),
      () => read(line),
    ),
  ).then(
    () => settle([...open], ({ alone }) => alone()),
    (failure: unknown) => {
      const isRefused = failure instanceof ProblemError && !ways.has(failure.code)
      settle([...open], ({ alone }) => (isRefused ? Promise.reject(failure) : alone()))
    },
  )
}

/** Parts of one board that are asked for at the same time are one question to the BFF; a part that is asked for by itself is not. */
export function together<T>(
  subject: Subject,
  part: BoardPart,
  alone: () => Promise<T>,
  { signal, refresh = false }: Way = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const key = `${refresh} ${keyOf(subject)}`
    const settle = (answer: Promise<unknown>) => void (answer as Promise<T>).then(resolve, reject)
    const question = { part, alone, signal, settle }
    const others = gathering.get(key)
    if (others) return void others.push(question)
    const questions: Question[] = [question]
    gathering.set(key, questions)
    void Promise.resolve().then(() => {
      gathering.delete(key)
      if (questions.length > 1) askBoard(subject, questions, refresh)
      else settle(alone())
    })
  })
}

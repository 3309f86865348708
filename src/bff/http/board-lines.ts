import { Readable } from 'node:stream'
import type { BoardLine, BoardPart } from '#contract/board'
import type { FastifyReply } from 'fastify'
import { toProblem } from '../errors.ts'
import { logFailure } from '../logging/log-failure.ts'
import type { Caller } from './route.ts'

async function* inOrderOfArrival<T>(answers: readonly Promise<T>[]): AsyncGenerator<T> {
  const waiting = new Map(answers.map((answer, index) => [index, answer.then((value) => ({ index, value }))]))
  while (waiting.size > 0) {
    const { index, value } = await Promise.race(waiting.values())
    waiting.delete(index)
    yield value
  }
}

/** The line of a part, once it has answered or failed. */
export async function lineOf(
  part: BoardPart,
  answer: Promise<unknown>,
  { log, requestId }: Pick<Caller, 'log' | 'requestId'>,
): Promise<string> {
  const line: Omit<BoardLine, 'part'> = await answer.then(
    (body) => ({ status: 200, body }),
    (error: unknown) => {
      logFailure(log, error)
      const problem = toProblem(error, requestId)
      return { status: problem.status, body: problem }
    },
  )
  return `${JSON.stringify({ part, ...line })}\n`
}

/** Each line leaves as soon as it is there. */
export const sendLines = (reply: FastifyReply, lines: readonly Promise<string>[]): FastifyReply =>
  reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(inOrderOfArrival(lines)))

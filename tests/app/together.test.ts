import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sendBy } from '../../src/app/api/call.ts'
import { sendBare, sendForLines } from '../../src/app/api/send.ts'
import { together } from '../../src/app/work/together.ts'
import { stubBareRequests, type BareRequest } from './support/stub-bare-requests.ts'
import { problem } from './support/samples.ts'

const subject = { kind: 'contact', externalUserId: 'wmAAA' } as const
const line = (part: string, body: unknown, status = 200) => `${JSON.stringify({ part, status, body })}\n`

let sent: BareRequest[]
let alone: string[]
beforeEach(() => {
  vi.useFakeTimers()
  sent = stubBareRequests(() => undefined)
  alone = []
  sendBy(sendBare, sendForLines)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Asks for a part, and keeps what came of it. */
function ask(part: 'card' | 'todos' | 'field-tasks', way: { refresh?: boolean; signal?: AbortSignal } = {}) {
  const came: { answer?: unknown; error?: unknown } = {}
  const single = async () => {
    alone.push(part)
    return `${part} alone`
  }
  together<unknown>(subject, part, single, way).then(
    (answer) => (came.answer = answer),
    (error: unknown) => (came.error = error),
  )
  return came
}

const turn = () => vi.advanceTimersByTimeAsync(0)

test('parts that are asked for at once are one request, and come one by one', async () => {
  const [card, todos] = [ask('card'), ask('todos')]
  await turn()
  expect(sent.map((request) => request.line)).toEqual(['GET /api/contacts/wmAAA/board'])
  expect(sent[0]?.headers).toEqual({ Accept: 'application/x-ndjson' })
  sent[0]?.arrive(line('todos', 't').slice(0, 20))
  await turn()
  expect(todos).toEqual({})
  sent[0]?.arrive(line('todos', 't').slice(20))
  await turn()
  expect([card, todos]).toEqual([{}, { answer: 't' }])
  sent[0]?.arrive(line('pushes', 'unasked') + line('card', 'c'), 'progress')
  await turn()
  expect([card, alone]).toEqual([{ answer: 'c' }, []])
})

test('one part is asked for alone', async () => {
  const card = ask('card')
  await turn()
  expect([card, sent]).toEqual([{ answer: 'card alone' }, []])
})

test('a pull asks past the caches, and is another question than one that is not', async () => {
  ask('card', { refresh: true })
  ask('todos', { refresh: true })
  ask('card')
  await turn()
  expect(sent.map(({ headers }) => headers['Cache-Control'])).toEqual(['no-cache'])
  expect(alone).toEqual(['card'])
})

test('a part that failed is that part’s failure', async () => {
  const [card, todos] = [ask('card'), ask('todos')]
  await turn()
  const failed = problem('upstream_unreachable', 502, 'youmi')
  sent[0]?.arrive(line('todos', failed, 502) + line('card', 'c'))
  await turn()
  expect(todos.error).toMatchObject({ code: 'upstream_unreachable', source: 'youmi' })
  expect(card).toEqual({ answer: 'c' })
})

describe('what is missing is asked for alone', () => {
  test.each([
    ['when the answer ends', () => sent[0]?.answer(200, line('card', 'c'))],
    ['when the connection breaks', () => sent[0]?.dispatchEvent(new Event('error'))],
    ['when it is cut off in the middle of a line', () => sent[0]?.answer(200, `${line('card', 'c')}{"part":"to`)],
    ['when it is no board', () => sent[0]?.answer(200, '<html>\n</html>')],
    ['when the BFF knows no boards yet', () => sent[0]?.answer(404, JSON.stringify(problem('not_found', 404)))],
    ['after four seconds of silence', () => vi.advanceTimersByTime(4000)],
  ])('%s', async (_when, end) => {
    const [card, todos] = [ask('card'), ask('todos')]
    await turn()
    sent[0]?.arrive(line('card', 'c'))
    await turn()
    vi.advanceTimersByTime(3900)
    expect(alone).toEqual([])
    end()
    await turn()
    expect([card, todos, alone]).toEqual([{ answer: 'c' }, { answer: 'todos alone' }, ['todos']])
  })
})

test('a refusal is everybody’s, and asks for nothing more', async () => {
  const [card, todos] = [ask('card'), ask('todos')]
  await turn()
  sent[0]?.answer(403, JSON.stringify(problem('not_a_follower', 403)))
  await turn()
  expect([card.error, todos.error]).toMatchObject([{ code: 'not_a_follower' }, { code: 'not_a_follower' }])
  expect(alone).toEqual([])
})

test('what nobody waits for any more is ended', async () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const card = ask('card', { signal: one.signal })
  ask('todos', { signal: other.signal })
  await turn()
  const reason = new Error('another chat')
  one.abort(reason)
  await turn()
  expect(card).toEqual({ error: reason })
  expect(sent[0]?.isAborted).toBe(false)
  other.abort()
  expect(sent[0]?.isAborted).toBe(true)
  await vi.advanceTimersByTimeAsync(5000)
  expect(alone).toEqual([])
})

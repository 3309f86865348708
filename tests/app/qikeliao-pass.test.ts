import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Received, Sending } from '../../src/app/api/send.ts'
import { createPass } from '../../src/app/host/qikeliao/pass.ts'

const sending: Sending = {
  method: 'GET',
  url: '/api/contacts/wmAAA/todos',
  query: undefined,
  body: undefined,
  headers: { Accept: 'application/json' },
  signal: undefined,
}
const answer = (status = 200): Received => ({ status, data: { ok: true }, date: undefined })
const minuteMs = 60_000

/** A pass by clocks that the test sets, over a BFF that answers when the test says so. */
function issue(bearer: string | undefined = 'b-1') {
  const at = { wall: 1_000_000, steady: 0 }
  const sent: Sending[] = []
  let give: (received: Received) => void = () => undefined
  let line: (text: string) => void = () => undefined
  const send = (one: Sending) => {
    sent.push(one)
    return new Promise<Received>((resolve) => (give = resolve))
  }
  const pass = createPass({
    bearer,
    send,
    sendLines: (one, onLine) => {
      line = onLine
      return send(one)
    },
    clocks: { wall: () => at.wall, steady: () => at.steady },
  })
  return {
    pass,
    at,
    sent,
    give: async (received: Received) => {
      give(received)
      await vi.advanceTimersByTimeAsync(0)
    },
    tell: (text: string) => line(text),
  }
}

/** What has become of a promise by now; `waiting` where it has not settled. */
async function stateOf<T>(promise: Promise<T>): Promise<T | 'waiting'> {
  const settled = Promise.race([promise, Promise.resolve('waiting' as const)])
  await vi.advanceTimersByTimeAsync(0)
  return settled
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the pass of the page beside 企客聊', () => {
  test('goes with each call, beside what the call brings', async () => {
    const { pass, sent, give } = issue()
    const asked = pass.send(sending)
    await give(answer())
    expect(await asked).toEqual(answer())
    expect(sent).toEqual([{ ...sending, headers: { Accept: 'application/json', Authorization: 'Bearer b-1' } }])
  })

  test.each([
    ['the wall clock', { wall: 10 * minuteMs, steady: 0 }],
    ['the stopwatch', { wall: 0, steady: 10 * minuteMs }],
    ['a wall clock that was set back', { wall: -1, steady: 0 }],
  ])('ends by itself, without a call, by %s alone', async (_, passed) => {
    const { pass, at, sent } = issue()
    at.wall += passed.wall
    at.steady += passed.steady
    await vi.advanceTimersByTimeAsync(1000)
    expect(await stateOf(pass.ended)).toBe('late')
    expect(sent).toEqual([])
  })

  test('holds until ten minutes are over', async () => {
    const { pass, at } = issue()
    at.wall += 10 * minuteMs - 1
    at.steady += 10 * minuteMs - 1
    await vi.advanceTimersByTimeAsync(5000)
    expect(await stateOf(pass.ended)).toBe('waiting')
  })

  test('is looked at when the page is seen again, however seldom its timers ran', async () => {
    const { pass, at } = issue()
    at.wall += 11 * minuteMs
    document.dispatchEvent(new Event('visibilitychange'))
    expect(await stateOf(pass.ended)).toBe('late')
  })

  test('ends when the BFF refuses it: the answer reaches nobody', async () => {
    const { pass, give } = issue()
    const asked = pass.send(sending)
    await give(answer(401))
    expect(await stateOf(pass.ended)).toBe('refused')
    expect(await stateOf(asked)).toBe('waiting')
  })

  test('after its end nothing is sent, and neither an answer nor a line on its way arrives', async () => {
    const { pass, at, sent, give, tell } = issue()
    const lines: string[] = []
    const asked = pass.sendLines(sending, (text) => lines.push(text))
    tell('before')
    at.wall += 10 * minuteMs
    await vi.advanceTimersByTimeAsync(1000)
    tell('after')
    await give(answer())
    expect(lines).toEqual(['before'])
    expect(await stateOf(asked)).toBe('waiting')
    expect(await stateOf(pass.send(sending))).toBe('waiting')
    expect(sent).toHaveLength(1)
  })

  test('looks at no clock after its end', async () => {
    const { pass, at } = issue()
    at.wall += 10 * minuteMs
    await vi.advanceTimersByTimeAsync(1000)
    await pass.ended
    expect(vi.getTimerCount()).toBe(0)
  })

  test('goes with pictures, which come as what an element can show', async () => {
    const { pass } = issue()
    const fetched = vi.fn(async () => new Response('png', { headers: { 'Content-Type': 'image/png' } }))
    vi.stubGlobal('fetch', fetched)
    const { signal } = new AbortController()
    expect(await pass.picture('/api/contacts/wmAAA/p', signal)).toBe('data:image/png;base64,cG5n')
    expect(fetched).toHaveBeenCalledWith('/api/contacts/wmAAA/p', { headers: { Authorization: 'Bearer b-1' }, signal })
  })

  test('a picture that is gone is none, and one that the BFF refuses ends it', async () => {
    const { pass } = issue()
    const { signal } = new AbortController()
    vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }))
    await expect(pass.picture('/api/contacts/wmAAA/p', signal)).rejects.toThrow('no picture')
    expect(await stateOf(pass.ended)).toBe('waiting')
    vi.stubGlobal('fetch', async () => new Response(null, { status: 401 }))
    await expect(pass.picture('/api/contacts/wmAAA/p', signal)).rejects.toThrow('no picture')
    expect(await stateOf(pass.ended)).toBe('refused')
  })

  test('is none without a bearer', async () => {
    const { pass, sent } = issue('')
    expect(await stateOf(pass.ended)).toBe('refused')
    expect(await stateOf(pass.send(sending))).toBe('waiting')
    expect(sent).toEqual([])
  })
})

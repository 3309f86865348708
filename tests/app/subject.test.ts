import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import type { Host, HostContext } from '../../src/app/host/host.ts'
import { useSubject } from '../../src/app/subject/subject.ts'
import { watchReturn } from '../../src/app/subject/watch-return.ts'
import { createFakeTimer, settled } from './support/fake-timer.ts'

const contact = (externalUserId: string): HostContext => ({ kind: 'contact', externalUserId })

/** A client whose answer the test sends when it wants. */
function createSlowHost() {
  const asked: { signal: AbortSignal; answer: (context: HostContext) => void; fail: (error: unknown) => void }[] = []
  const host: Host = {
    context: (signal) =>
      new Promise((resolve, reject) => {
        asked.push({ signal, answer: resolve, fail: reject })
      }),
    canSend: () => true,
    send: async () => ({ kind: 'ok' }),
    openChat: async () => true,
    openLink: () => null,
    backToChat: () => null,
  }
  return { host, asked }
}

const last = <T>(all: T[]): T => {
  const value = all[all.length - 1]
  if (value === undefined) throw new Error('nothing was asked')
  return value
}

async function start() {
  const store = useSubject()
  const timer = createFakeTimer()
  const { host, asked } = createSlowHost()
  void store.start(host, { timer })
  await settled()
  return { store, timer, asked }
}

beforeEach(() => setActivePinia(createPinia()))

test('shows whom the client names', async () => {
  const { store, asked } = await start()
  expect(store.view).toEqual({ state: 'asking' })
  last(asked).answer(contact('A'))
  await settled()
  expect(store.view).toEqual({ state: 'ready', subject: contact('A') })
})

test('confirms the same subject without wiping it', async () => {
  const { store, asked } = await start()
  last(asked).answer(contact('A'))
  await settled()
  const before = store.view
  void store.recheck()
  last(asked).answer(contact('A'))
  await settled()
  expect(store.view).toBe(before)
  expect(store.confirmations).toBe(1)
})

test('after two fast switches shows only the last', async () => {
  const { store, asked } = await start()
  last(asked).answer(contact('A'))
  await settled()
  void store.recheck()
  void store.recheck()
  expect(asked).toHaveLength(2)
  last(asked).answer(contact('B'))
  await settled()
  // A is no longer open, and perhaps B is not either.
  expect(store.view).toEqual({ state: 'asking' })
  expect(asked).toHaveLength(3)
  last(asked).answer(contact('C'))
  await settled()
  expect(store.view).toEqual({ state: 'ready', subject: contact('C') })
})

test('drops the late answer to a question that was started over, and aborts it', async () => {
  const { store, asked } = await start()
  const [first] = asked
  void store.restart()
  await settled()
  expect(first?.signal.aborted).toBe(true)
  last(asked).answer(contact('B'))
  await settled()
  first?.answer(contact('A'))
  await settled()
  expect(store.view).toEqual({ state: 'ready', subject: contact('B') })
})

test('explains a failure instead of showing the last customer', async () => {
  const { store, asked } = await start()
  last(asked).answer(contact('A'))
  await settled()
  void store.recheck()
  const error = new Error('no')
  last(asked).fail(error)
  await settled()
  expect(store.view).toEqual({ state: 'failed', error })
})

test('takes the former customer away while the client is slow to say who is open now', async () => {
  const { store, asked, timer } = await start()
  last(asked).answer(contact('A'))
  await settled()
  void store.recheck()
  await timer.advance(999)
  expect(store.view.state).toBe('ready')
  await timer.advance(1)
  expect(store.view).toEqual({ state: 'asking' })
})

test('asks at the first event of a return, and once more when all have come', async () => {
  const timer = createFakeTimer()
  let returns = 0
  const stop = watchReturn(() => (returns += 1), timer)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(returns).toBe(1)
  window.dispatchEvent(new Event('focus'))
  document.dispatchEvent(new Event('visibilitychange'))
  expect(returns).toBe(1)
  await timer.advance(150)
  expect(returns).toBe(2)
  window.dispatchEvent(new Event('focus'))
  expect(returns).toBe(3)
  await timer.advance(150)
  expect(returns).toBe(3)
  stop()
  window.dispatchEvent(new Event('focus'))
  await timer.advance(150)
  expect(returns).toBe(3)
})

test('asks when the page is touched: a client may switch without any event', async () => {
  const timer = createFakeTimer()
  let returns = 0
  const stop = watchReturn(() => (returns += 1), timer)
  const touch = () => document.body.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  touch()
  expect(returns).toBe(1)
  await timer.advance(150)
  stop()
  touch()
  expect(returns).toBe(1)
})

test('takes the answer to a question that was asked before', async () => {
  const store = useSubject()
  const { host, asked } = createSlowHost()
  await store.start(host, { first: Promise.resolve(contact('A')) })
  expect(store.view).toEqual({ state: 'ready', subject: contact('A') })
  expect(asked).toHaveLength(0)
  void store.recheck()
  last(asked).answer(contact('B'))
  await settled()
  expect(store.view).toEqual({ state: 'ready', subject: contact('B') })
})

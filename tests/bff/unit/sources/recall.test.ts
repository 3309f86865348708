import { expect, it } from 'vitest'
import { createRecall } from '../../../../src/bff/sources/recall.ts'
import { clockOf, createTestClock } from '../../../support/clock.ts'

/** A vendor whose answers the test sends when it wants. */
function startVendor() {
  const asked: { resolve(value: string[]): void; reject(error: Error): void }[] = []
  const recall = createRecall<string[]>({ clock: clockOf(() => 0), askMs: 1000 })
  const { signal } = new AbortController()
  const ask = (olderThanMs?: number) =>
    recall.ask(
      { who: 'hejing', olderThanMs, signal },
      () => new Promise((resolve, reject) => asked.push({ resolve, reject })),
    )
  return { recall, ask, asked }
}

it('shares a question under way', async () => {
  const { ask, asked } = startVendor()
  const both = [ask(), ask()]
  asked[0]?.resolve(['a'])
  expect((await Promise.all(both)).map(({ value }) => value)).toEqual([['a'], ['a']])
  expect(asked).toHaveLength(1)
})

it('asks anew after a forgetting, whatever is under way, and keeps only the newer answer', async () => {
  const { recall, ask, asked } = startVendor()
  const before = ask(0)
  recall.forget('hejing')
  const after = ask(0)
  expect(asked).toHaveLength(2)
  asked[1]?.resolve(['unread no more'])
  asked[0]?.resolve(['unread'])
  expect((await before).value).toEqual(['unread'])
  expect((await after).value).toEqual(['unread no more'])
  expect((await ask()).value).toEqual(['unread no more'])
})

it('asks anew for another version, whatever is under way, and keeps the newer answer', async () => {
  const { recall, asked } = startVendor()
  const ask = (version: string) =>
    recall.ask({ who: 'hejing', version, signal: new AbortController().signal }, () => {
      return new Promise((resolve, reject) => asked.push({ resolve, reject }))
    })
  const before = ask('1')
  const after = ask('2')
  expect(asked).toHaveLength(2)
  asked[1]?.resolve(['shipped'])
  expect((await after).value).toEqual(['shipped'])
  asked[0]?.resolve(['unpaid'])
  expect((await before).value).toEqual(['unpaid'])
  expect((await ask('2')).value).toEqual(['shipped'])
  expect(asked).toHaveLength(2)
})

it('shows what was known before where another version cannot be asked for', async () => {
  const { recall, asked } = startVendor()
  const ask = (version: string) =>
    recall.ask({ who: 'hejing', version, signal: new AbortController().signal }, () => {
      return new Promise((resolve, reject) => asked.push({ resolve, reject }))
    })
  const first = ask('1')
  asked[0]?.resolve(['unpaid'])
  await first
  const second = ask('2')
  asked[1]?.reject(new Error('down'))
  expect(await second).toMatchObject({ value: ['unpaid'], problem: { message: 'down' } })
})

it('does not bring back by a failure what was forgotten meanwhile', async () => {
  const { recall, ask, asked } = startVendor()
  const first = ask()
  asked[0]?.resolve(['unread'])
  await first
  const second = ask(0)
  recall.forget('hejing')
  asked[1]?.reject(new Error('gone'))
  await expect(second).rejects.toThrow('gone')
  expect(recall.last({ who: 'hejing' })).toBeUndefined()
})

it.each([8, -8])('asks anew when the clock was set by %i hours', async (hours) => {
  const { clock, jump } = createTestClock()
  let count = 0
  const recall = createRecall<number[]>({ clock, askMs: 1000 })
  const ask = () => recall.ask({ who: 'hejing', signal: new AbortController().signal }, async () => [(count += 1)])
  await ask()
  expect((await ask()).value).toEqual([1])
  jump(hours * 3_600_000)
  expect((await ask()).value).toEqual([2])
})

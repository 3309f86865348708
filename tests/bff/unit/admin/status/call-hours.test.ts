import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCallHours } from '../../../../../src/bff/admin/status/call-hours.ts'
import type { Store } from '../../../../../src/bff/store/store.ts'
import { createTestClock } from '../../../../support/clock.ts'
import { openTestStore } from '../../../../support/open-test-store.ts'

const hourMs = 3_600_000
const start = Date.parse('2026-11-20T10:59:00+08:00')

let store: Store
beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

it('counts each request in its hour, and which of them failed', async () => {
  const { clock, pass } = createTestClock(start)
  const hours = createCallHours({ callHours: store.callHours, clock })
  for (const outcome of ['ok', 'aborted', 'timeout'] as const) hours.count({ source: 'youmi', outcome })
  pass(2 * 60_000)
  hours.count({ source: 'youmi', outcome: 'ok' })
  const plot = (await hours.plots())('youmi')
  expect(plot.slice(-2)).toEqual([
    { made: 3, failed: 1 },
    { made: 1, failed: 0 },
  ])
})

it('is written once, and gone from the plot a day later', async () => {
  const { clock, pass } = createTestClock(start)
  const hours = createCallHours({ callHours: store.callHours, clock })
  hours.count({ source: 'youmi', outcome: 'ok' })
  await hours.flush()
  await hours.flush()
  expect(await store.callHours.since(0)).toMatchObject([{ source: 'youmi', made: 1, failed: 0 }])
  expect((await hours.plots())('youmi').at(-1)).toEqual({ made: 1, failed: 0 })
  pass(24 * hourMs)
  expect((await hours.plots())('youmi').some(({ made }) => made > 0)).toBe(false)
})

it('keeps its figures while the store is away, but no longer than a day', async () => {
  const { clock, pass } = createTestClock(start)
  let isAway = true
  const add: Store['callHours']['add'] = (rows) =>
    isAway ? Promise.reject(new Error('away')) : store.callHours.add(rows)
  const hours = createCallHours({ callHours: { ...store.callHours, add }, clock })
  hours.count({ source: 'youmi', outcome: 'ok' })
  await expect(hours.flush()).rejects.toThrow('away')
  pass(25 * hourMs)
  hours.count({ source: 'waiqin', outcome: 'ok' })
  await expect(hours.flush()).rejects.toThrow('away')
  isAway = false
  await hours.flush()
  expect(await store.callHours.since(0)).toMatchObject([{ source: 'waiqin', made: 1 }])
})

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { Problem } from '#contract/problem'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

const List = z.object({ state: z.string(), items: z.array(z.unknown()), problem: Problem.optional() })

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: WorkBench
let me: string

beforeAll(async () => {
  const environment = { YOUMI_POLICY: 'retries=0,breakAfter=2,breakMs=15000,perSecond=0', CALL_TIMEOUT_MS: '2000' }
  bench = await startWork({ clock: clockOf(() => now), environment })
  me = await bench.bff.signIn('mengxiangyu')
})
afterEach(() => {
  for (const vendor of Object.values(bench.simulators.vendors)) vendor.fault = 'none'
})
afterAll(() => bench.close())

const youmi = () => bench.simulators.vendors.youmi
/** Refreshes when the last answer is no longer fresh. */
async function renew() {
  now += 11_000
  const answer = await bench.bff.get('/api/me/todos', me, { 'cache-control': 'no-cache' })
  return List.parse(answer.json())
}

it('stops asking a vendor that is away, shows what it knew, and asks again by itself', async () => {
  const first = await renew()
  expect(first.state).toBe('fresh')
  youmi().fault = 'down'
  for (let turn = 0; turn < 2; turn += 1) expect((await renew()).problem?.code).toBe('upstream_unreachable')
  const seen = youmi().seen.length
  const third = await renew()
  expect(third).toMatchObject({ state: 'stale', items: first.items, problem: { code: 'upstream_unreachable' } })
  expect(third.problem?.retryAfter).toBe(4)
  expect(youmi().seen).toHaveLength(seen)
  youmi().fault = 'none'
  expect((await renew()).state).toBe('fresh')
})

it('leaves a vendor alone for as long as it asks, and says how long', async () => {
  const first = await renew()
  youmi().fault = 'rate_limited'
  const limited = await renew()
  expect(limited).toMatchObject({ state: 'stale', items: first.items })
  expect(limited.problem).toMatchObject({ code: 'upstream_rate_limited', retryAfter: 7 })
  youmi().fault = 'none'
  expect(await renew()).toMatchObject({ state: 'fresh' })
})

it('ends each call of the page in its time', async () => {
  bench.simulators.vendors.wecom.fault = 'slow'
  const answer = await bench.bff.get('/api/contacts/wmNobodyAtAllAAAAAAAAAAAAAAAAAAA', me)
  expect(Problem.parse(answer.json())).toMatchObject({ code: 'upstream_timeout', status: 504 })
})

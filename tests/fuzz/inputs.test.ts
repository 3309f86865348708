import { assert, asyncProperty } from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endpoints, type Call } from '#contract/endpoint'
import { startSalespeople, type SalespeopleBench } from '../support/start-salespeople.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { budget } from './budget.ts'
import { requestsOf, type Request } from './inputs.ts'
import { expectContract, expectProblem } from './keeps-contract.ts'
import { clockOf } from '../support/clock.ts'

const deadlineMs = 20_000
const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)
let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: SalespeopleBench

beforeAll(async () => {
  process.on('unhandledRejection', note)
  bench = await startSalespeople({ clock: clockOf(() => now) })
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  await bench.close()
})

/** A path may happen to belong to another call: then the answer must keep to that call's contract. */
async function expectAnswer(call: Call, request: Request): Promise<void> {
  const answer = await Promise.race([
    bench.send(cast.salesperson, request),
    new Promise<never>((_resolve, reject) => setTimeout(reject, deadlineMs, new Error('no answer')).unref()),
  ])
  if (answer.statusCode >= 400) return expectProblem(request.url, answer)
  const served = Object.keys(endpoints).find((each) => {
    const [method, pattern = ''] = each.split(' ')
    const isOurs = new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`)
    return method === request.method && isOurs.test(request.url.split('?')[0] ?? '')
  })
  expectContract((served ?? call) as Call, answer)
}

it.each(Object.keys(endpoints) as Call[])('%s keeps to the contract, whatever is sent', async (call) => {
  // Locks caused by the previous case have expired.
  now += 3_600_000
  await bench.enter(cast.salesperson)
  const property = asyncProperty(requestsOf(call), (request) => expectAnswer(call, request))
  await assert(property, budget(40, 1))
  expect(unhandled).toEqual([])
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
})

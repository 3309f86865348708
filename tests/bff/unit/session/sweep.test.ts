import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDepartures } from '../../../../src/bff/session/departures.ts'
import { createSweep } from '../../../../src/bff/session/sweep.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { createTestClock } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
let store: Store
let time: ReturnType<typeof createTestClock>
let sweep: () => Promise<void>
const logged: unknown[] = []
const log = { info: (line: unknown) => void logged.push(line), error: () => undefined }

beforeEach(async () => {
  store = await openTestStore()
  time = createTestClock()
  logged.length = 0
  sweep = createSweep({ store, clock: time.clock, owner: 'me', retainDays: 180, log })
})
afterEach(() => store.close())

const connect = (userid: string) => store.connections.put({ userid, source: 'yunzhong', sealed: 's', createdAt: 1 })
const isConnected = async (userid: string) => (await store.connections.get(userid, 'yunzhong')) !== null

it('removes what was kept of who left half a year ago, by the stored time alone, once', async () => {
  const { left } = createDepartures({ departures: store.departures, clock: time.clock })
  await connect('zhangsan')
  await connect('lisi')
  await left('zhangsan')
  time.pass(180 * dayMs)
  await sweep()
  expect(await isConnected('zhangsan')).toBe(true)
  // However long no instance ran.
  time.pass(400 * dayMs)
  await sweep()
  await sweep()
  expect([await isConnected('zhangsan'), await isConnected('lisi')]).toEqual([false, true])
  expect(logged).toEqual([expect.objectContaining({ audit: 'purge', userid: 'zhangsan' })])
})

it('leaves it to the instance that is at it', async () => {
  await store.departures.leave('zhangsan', time.now() - 200 * dayMs, false)
  await connect('zhangsan')
  await store.leases.acquire('departures', 'another', 300_000)
  await sweep()
  expect(await isConnected('zhangsan')).toBe(true)
  await store.leases.release('departures', 'another')
  await sweep()
  expect(await isConnected('zhangsan')).toBe(false)
})

it('keeps the end of a session for longer than a copy of it can live', async () => {
  await store.sessionEnds.put('session a', time.now())
  time.pass(7 * dayMs + hourMs)
  await sweep()
  expect((await store.changes.of(['session a'])).size).toBe(1)
  time.pass(dayMs)
  await sweep()
  expect((await store.changes.of(['session a'])).size).toBe(0)
})

it('takes the mark from who is found within a day, and gives the userid away after it', async () => {
  const { left, found, isMarked } = createDepartures({ departures: store.departures, clock: time.clock })
  await connect('zhangsan')
  await left('zhangsan')
  expect(await isMarked('ZhangSan')).toBe(true)
  time.pass(dayMs - 1)
  await found('zhangsan')
  expect([await isMarked('zhangsan'), await isConnected('zhangsan')]).toEqual([false, true])
  await left('zhangsan')
  time.pass(dayMs)
  await found('zhangsan')
  expect([await isMarked('zhangsan'), await isConnected('zhangsan')]).toEqual([false, false])
  expect(await store.departures.of('zhangsan')).toMatchObject({ returnedAt: time.now() })
})

it('forgets rows that could not be read where their part was not read again for a week', async () => {
  const row = { id: null, field: 'task_id', subject: 'c1', staffIds: [] }
  await store.leftOut.put({ source: 'waiqin', operation: 'queryTask', part: 'x' }, [row], time.now())
  time.pass(7 * dayMs)
  await sweep()
  expect(await store.leftOut.all('waiqin')).toHaveLength(1)
  time.pass(1)
  await sweep()
  expect(await store.leftOut.all('waiqin')).toEqual([])
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
const asked: string[] = []
/** Whether anybody follows the contacts, as WeCom says. */
let answer: boolean | null
const log = { info: (line: unknown) => void logged.push(line), error: () => undefined }

beforeEach(async () => {
  store = await openTestStore()
  time = createTestClock()
  logged.length = 0
  asked.length = 0
  answer = true
  const isFollowed = async (externalUserId: string) => {
    asked.push(externalUserId)
    return answer
  }
  sweep = createSweep({ store, clock: time.clock, owner: 'me', retainDays: 180, isFollowed, log })
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

it('removes a signing key once its successor has signed for long, and the last one when none was asked for', async () => {
  const keys = async () => (await store.signingKeys.all()).map(({ kid }) => kid).toSorted()
  const make = (kid: string) => store.signingKeys.put({ kid, sealed: 's', publicJwk: '{}', madeAt: time.now() }, 8)
  await make('first')
  time.pass(30 * dayMs)
  await make('second')
  time.pass(2 * hourMs)
  await sweep()
  expect(await keys()).toEqual(['first', 'second'])
  time.pass(hourMs)
  await sweep()
  expect(await keys()).toEqual(['second'])
  time.pass(60 * dayMs)
  await sweep()
  expect(await keys()).toEqual([])
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

describe('a contact', () => {
  const linked = (externalUserId: string) =>
    store.links.add(externalUserId, {
      source: 'waiqin',
      sourceId: 'c1',
      name: '店',
      linkedBy: 'lisi',
      linkedAt: time.now(),
    })
  const isKept = async (externalUserId: string) => (await store.links.ofContact(externalUserId)).length > 0

  it('that nobody follows any more goes half a year after somebody last did, whenever that is noticed', async () => {
    await linked('wm1')
    time.pass(20 * dayMs)
    await sweep()
    expect(asked).toEqual(['wm1'])
    answer = false
    for (let day = 40; day < 200; day += 20) {
      time.pass(20 * dayMs)
      await sweep()
      expect(await isKept('wm1')).toBe(true)
    }
    expect(asked).toHaveLength(9)
    time.pass(20 * dayMs)
    await sweep()
    expect(await isKept('wm1')).toBe(false)
    expect(logged).toEqual([expect.objectContaining({ audit: 'purge', externalUserId: 'wm1' })])
  })

  it('of whom no instance ran for a year is asked about first', async () => {
    await linked('wm1')
    time.pass(365 * dayMs)
    await sweep()
    expect(await isKept('wm1')).toBe(true)
    answer = false
    time.pass(20 * dayMs)
    await sweep()
    expect(await isKept('wm1')).toBe(true)
  })

  it('is asked about ten times in half a year, and not while WeCom does not answer', async () => {
    await linked('wm1')
    await linked('wm2')
    time.pass(17 * dayMs)
    await sweep()
    expect(asked).toEqual([])
    answer = null
    time.pass(2 * dayMs)
    await sweep()
    expect(asked).toHaveLength(1)
    time.pass(400 * dayMs)
    await sweep()
    expect([await isKept('wm1'), await isKept('wm2')]).toEqual([true, true])
    answer = true
    await sweep()
    await sweep()
    expect(asked.slice(2).toSorted()).toEqual(['wm1', 'wm2'])
  })

  it('without a link is not remembered', async () => {
    await linked('wm1')
    time.pass(20 * dayMs)
    await sweep()
    await store.links.remove('wm1', { source: 'waiqin', sourceId: 'c1' }, { by: 'lisi', at: time.now() })
    await sweep()
    await linked('wm1')
    expect(await store.contacts.due({ before: time.now(), after: Infinity, limit: 9 })).toEqual([])
  })
})

it('forgets who left, and who made their links, with the last of what was kept of them', async () => {
  const { deleted } = createDepartures({ departures: store.departures, clock: time.clock })
  const makerOf = async () => (await store.links.ofContact('wm1'))[0]?.linkedBy
  const link = { source: 'waiqin', sourceId: 'c1', name: null, linkedAt: time.now() + 170 * dayMs } as const
  await store.links.add('wm1', { ...link, linkedBy: 'ZhangSan' })
  await deleted('zhangsan')
  time.pass(180 * dayMs)
  await sweep()
  expect(await makerOf()).toMatch(/^ZhangSan left /)
  time.pass(1)
  await sweep()
  expect([await makerOf(), await store.departures.of('zhangsan')]).toEqual(['former colleague', null])
})

it('forgets a group that nobody has fetched for half a year', async () => {
  const chat = { chatId: 'wr1', owner: 'lisi', name: '群', memberIds: ['wm1'], fetchedAt: time.now(), changedAt: null }
  await store.chats.put(chat)
  await store.chats.putOwned('lisi', { chatIds: ['wr1'], fetchedAt: time.now(), changedAt: null })
  const known = async () => [(await store.chats.byIds(['wr1'])).length, (await store.chats.ownedBy('lisi')) !== null]
  time.pass(180 * dayMs)
  await sweep()
  expect(await known()).toEqual([1, true])
  time.pass(1)
  await sweep()
  expect(await known()).toEqual([0, false])
})

it('forgets what was mirrored of a source that is not read any more, and nothing while a mirror is at it', async () => {
  const customer = { customerId: 'c1', name: '店', managerIds: ['s1'], phones: [], body: {} }
  const name = 'waiqin-customers'
  await store.leases.acquire(name, 'me', 300_000)
  const state = { ...(await store.mirrors.get(name)), heldBy: 'me', startedAt: time.now(), checkpoint: 7 }
  await store.fieldCustomers.put([customer], state)
  const kept = async () => (await store.fieldCustomers.byIds(['c1'])).length
  time.pass(180 * dayMs + 1)
  await sweep()
  expect(await kept()).toBe(1)
  await store.leases.release(name, 'me')
  await sweep()
  expect([await kept(), (await store.mirrors.get(name)).checkpoint]).toEqual([0, null])
})

it('forgets addresses of 企客聊 a quarter of an hour after they were opened', async () => {
  const { openings } = store
  const [now, expiresAt] = [time.now(), time.now() + 900_000]
  await openings.take(['a'], { now, expiresAt })
  time.pass(899_999)
  await sweep()
  expect(await openings.take(['a'], { now, expiresAt })).toBe(false)
  time.pass(1)
  await sweep()
  expect(await openings.take(['a'], { now, expiresAt })).toBe(true)
})

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { GroupSop } from '#contract/group-sop'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import type { MirrorPlan } from '../../../../src/bff/mirror/plan.ts'
import { createTanma, type Tanma } from '../../../../src/bff/sources/tanma/index.ts'
import { toGroupRow, toGroupSops } from '../../../../src/bff/sources/tanma/map.ts'
import { readGroups } from '../../../../src/bff/sources/tanma/read-groups.ts'
import { signOf } from '../../../../src/bff/sources/tanma/sign.ts'
import { WireGroup } from '../../../../src/bff/sources/tanma/wire.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { readFixture } from '../../../support/read-fixture.ts'
import { runPass } from '../../../support/run-pass.ts'
import { fakeHttp, type Sent } from '../../../support/fake-http.ts'
import { clockOf } from '../../../support/clock.ts'

const Sample = z.object({ data: z.object({ result: z.array(z.record(z.string(), z.unknown())) }) })
const groups = Sample.parse(readFixture('tanmarket.get-group-list.response')).data.result
const [first = {}] = groups
const now = Date.parse('2022-04-27T00:00:00+08:00')
const seedChat = 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA'

beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
})

it('signs as the vector says', () => {
  const body = '{"userId":463352988837952,"pageNo":1,"pageSize":10}'
  const sign = signOf({ appId: 'ww0000_abc123', timestamp: '1723015823056', body, appKey: 'test-appkey' })
  expect(sign).toBe('dfcc1e5bdc96293940fe79d1ff635cb5e6565341e95a25fb7f7b9bfeca89afd1')
})

describe('a group of 探马', () => {
  const log = { info: () => undefined, warn: () => undefined }
  const readOne = (group: object) => readGroups([group], { source: 'tanma', operation: 'getGroupList', log })
  const sopsOf = (group: object, meanings = new Map()) =>
    readOne(group).groups.flatMap((each) => toGroupSops(toGroupRow(each, now), meanings, now))

  it('is read with all its tasks, each group of the sample', () => {
    const all = groups.flatMap((group) => sopsOf(group))
    expect(groups).toHaveLength(10)
    expect(all).toHaveLength(29)
    expect(groups.flatMap((group) => readOne(group).leftOut)).toEqual([])
    for (const sop of all) expect(GroupSop.parse(sop)).toEqual(sop)
  })

  it('keeps every field of a task that a person can use', () => {
    expect(new Date('2022-04-26T00:00').getTimezoneOffset()).toBe(240)
    expect(sopsOf(first)[0]).toEqual({
      id: 'tanma:e6968046c51111ecbc3000163e06cc86',
      source: 'tanma',
      kind: 'group_sop',
      title: '手动多文件上传',
      detail: null,
      status: 'unknown',
      dueAt: '2022-04-26T11:35:00+08:00',
      createdAt: null,
      overdue: false,
      url: null,
      mine: false,
      chatId: 'wr2ohRCAAANeWIOTo-HM3xuWf7oRSrrg',
      chatName: '孟祥宇、噜啦啦噜啦啦、猴子也疯狂、陈酒,、姜晓柏...',
      ownerName: '孟祥宇',
      departmentName: 'Mmmmmmmm部门!!!!不要动,TY',
      sopId: 'e69324e3c51111ecbc3000163e06cc86',
      sendStatus: 1,
      mode: 1,
      tags: [],
    })
  })

  it('takes its owner as text or as a number, beside a creator that is a number', () => {
    expect(WireGroup.parse({ ...first, salesId: 451653062381760 }).salesId).toBe('451653062381760')
    expect(WireGroup.parse(first).salesId).toBe('451653062381760')
  })

  it('has statuses only where the tenant says what they mean', () => {
    const meanings = new Map([['1', 'open']])
    expect(sopsOf(first, meanings)[0]).toMatchObject({ status: 'open', overdue: true, sendStatus: 1 })
    expect(sopsOf(first, new Map([['1', 'done']]))[0]).toMatchObject({ status: 'done', overdue: false })
    expect(sopsOf(first, new Map([['7', 'done']]))[0]).toMatchObject({ status: 'unknown', overdue: false })
  })

  it('loses a task without an id alone, and says so', () => {
    const [good] = z.array(z.record(z.string(), z.unknown())).parse(first['tasks'])
    const group = { ...first, tasks: [{ title: 'x' }, good] }
    expect(sopsOf(group)).toHaveLength(1)
    const [read] = readOne(group).groups
    expect(read?.leftOut).toBe(1)
    expect(readOne(group).leftOut).toEqual([{ id: null, field: 'tasks.id', subject: first['chatId'], staffIds: [] }])
  })

  it.each([[null], [[]], [undefined]])('may have no tasks: %j', (tasks) => {
    expect(sopsOf({ ...first, tasks })).toEqual([])
  })
})

describe('the source', () => {
  const signal = new AbortController().signal
  let store: Store
  let source: Tanma
  let mirror: MirrorPlan
  let calls: Sent[]
  let rows: object[]
  let time: number
  /** The largest page that the vendor sends. */
  let limit: number
  let failure: UpstreamError | null
  /** Whether the vendor takes the page number into account. */
  let isPaged: boolean
  let totalPages: (real: number, pageNo: number) => number | undefined
  const woken: string[] = []

  const http = fakeHttp((call) => {
    calls.push(call)
    if (failure) throw failure
    const { userId, keyword, pageNo, pageSize } = bodyOf(call)
    const size = Math.min(limit, pageSize)
    const found = rows.filter((row) => {
      const group = WireGroup.parse(row)
      return (!userId || group.salesId === String(userId)) && (!keyword || group.chatName?.includes(keyword))
    })
    const totalPage = totalPages(Math.ceil(found.length / size), pageNo)
    const result = isPaged ? found.slice((pageNo - 1) * size, pageNo * size) : found.slice(0, size)
    return { code: 0, data: { totalCount: found.length, totalPage, pageNo, pageSize: size, result } }
  })
  const Body = z.object({
    userId: z.number().optional(),
    keyword: z.string().optional(),
    pageNo: z.int(),
    pageSize: z.int(),
  })
  const bodyOf = (call?: Sent) => Body.parse(JSON.parse(call?.body ?? '{}'))

  beforeEach(async () => {
    store = await openTestStore()
    calls = []
    rows = groups
    time = now
    limit = 100
    failure = null
    totalPages = (real) => real
    isPaged = true
    woken.length = 0
    source = createTanma({
      config: { apiUrl: 'http://tanma.test', appId: 'ww_app', appKey: 'the-app-key', sendStatus: new Map() },
      http,
      store,
      clock: clockOf(() => time),
      log: { info: () => undefined, warn: () => undefined },
      wake: async (name) => void woken.push(name),
    })
    const [plan] = source.mirrors
    if (!plan) throw new Error('one mirror is expected')
    mirror = plan
  })
  afterEach(() => store.close())

  const pass = (after = 0) => {
    time = now + after
    return runPass(store, mirror, { now: time })
  }
  const read = (subjects: readonly string[], refresh = false) =>
    source.read({ subjects, staffId: null, status: 'all', mine: false, refresh }, signal)
  const groupsNamed = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...first, chatId: `wr${index}`, chatName: `群${index}` }))
  const known = async () => (await store.sopGroups.byChatIds(rows.map((row) => WireGroup.parse(row).chatId))).length

  it('signs its headers and never sends the key', async () => {
    await pass()
    const [call] = calls
    const sign = signOf({ appId: 'ww_app', timestamp: String(now), body: call?.body ?? '', appKey: 'the-app-key' })
    expect(call?.headers).toEqual({ 'content-type': 'application/json', appId: 'ww_app', timestamp: String(now), sign })
    expect(JSON.stringify(call)).not.toContain('the-app-key')
  })

  it('trusts the total where the vendor has a smaller largest page', async () => {
    rows = groupsNamed(250)
    limit = 20
    await pass()
    expect(calls).toHaveLength(13)
    expect(await known()).toBe(250)
  })

  it('goes on to the end while the total grows, and stops while it shrinks', async () => {
    rows = groupsNamed(250)
    totalPages = (real, pageNo) => (pageNo === 1 ? real - 1 : real)
    await pass()
    expect(await known()).toBe(250)
    calls.length = 0
    totalPages = (real, pageNo) => (pageNo > 2 ? 1 : real + 5)
    await pass(1000)
    expect(calls.length).toBeLessThan(5)
  })

  it('goes on to a page that is not full where the vendor does not say how many there are', async () => {
    rows = groupsNamed(250)
    limit = 20
    totalPages = () => undefined
    await pass()
    expect(calls).toHaveLength(13)
    expect(await known()).toBe(250)
  })

  it('gives up on a vendor that answers one page for ever, and sweeps nothing', async () => {
    rows = groupsNamed(250)
    await pass()
    await pass(1000)
    isPaged = false
    await expect(pass(2000)).rejects.toMatchObject({ reason: 'unreadable', detail: 'page: the same again' })
    await expect(pass(3000)).rejects.toThrow()
    expect(await known()).toBe(250)
  })

  it('sweeps a group that two complete passes did not mention', async () => {
    await pass()
    rows = groups.slice(1)
    await pass(1000)
    const gone = String(first['chatId'])
    expect(await store.sopGroups.byChatIds([gone])).toHaveLength(1)
    await pass(2000)
    expect(await store.sopGroups.byChatIds([gone])).toEqual([])
  })

  it('asks again for the one group that is open, by owner and name, once its rows are a minute old', async () => {
    await pass()
    calls.length = 0
    await read([seedChat])
    expect(calls).toEqual([])
    time += 61_000
    const { asOf } = await read([seedChat])
    expect(bodyOf(calls[0])).toEqual({ userId: 451653062381760, keyword: '测测测', pageNo: 1, pageSize: 100 })
    expect(asOf).toBe(time)
    await read([seedChat])
    expect(calls).toHaveLength(1)
  })

  it('asks again for a group without an owner by its name alone', async () => {
    rows = [{ ...first, chatId: seedChat, salesId: null, chatName: '测测测' }]
    await pass()
    calls.length = 0
    time += 61_000
    expect((await read([seedChat])).asOf).toBe(time)
    expect(bodyOf(calls[0])).toEqual({ keyword: '测测测', pageNo: 1, pageSize: 100 })
  })

  it('writes all digits of an owner that no number can hold', async () => {
    rows = [{ ...first, chatId: seedChat, salesId: '7269195022934925565' }]
    await pass()
    calls.length = 0
    time += 61_000
    await read([seedChat])
    expect(calls[0]?.body).toMatch(/^\{"userId":7269195022934925565,/)
  })

  it('shows the mirrored rows with the problem when the group cannot be asked for, and does not insist', async () => {
    await pass()
    calls.length = 0
    time += 61_000
    failure = new UpstreamError({ source: 'tanma', operation: 'getGroupList', reason: 'timeout' })
    const { items, problem, asOf } = await read([seedChat])
    expect(items.length).toBeGreaterThan(0)
    expect(problem).toMatchObject({ reason: 'timeout' })
    expect(asOf).toBe(now)
    expect((await read([seedChat])).problem).toMatchObject({ reason: 'timeout' })
    expect(calls).toHaveLength(1)
    failure = null
    time += 11_000
    expect(await read([seedChat])).toMatchObject({ problem: null, asOf: time })
  })

  it('asks nobody for several groups at once, but the mirror when the salesperson pulls to refresh', async () => {
    await pass()
    calls.length = 0
    time += 3_600_000
    await read([seedChat, String(first['chatId'])])
    expect([calls.length, woken.length]).toEqual([0, 0])
    await read([seedChat, String(first['chatId'])], true)
    expect(woken).toEqual(['tanma-groups'])
  })

  it('says that the first pass is not complete yet', async () => {
    expect((await read([seedChat])).problem).toMatchObject({ code: 'first_sync' })
  })

  it('refuses to take a code for a success', async () => {
    const refusing = fakeHttp(() => ({ code: 1002, message: 'x', data: null }))
    const config = { apiUrl: 'http://tanma.test', appId: 'a', appKey: 'k', sendStatus: new Map() }
    const log = { info: () => undefined, warn: () => undefined }
    const deps = { config, http: refusing, store, log, clock: clockOf(() => now), wake: async () => undefined }
    const [plan] = createTanma(deps).mirrors
    if (!plan) throw new Error('one mirror is expected')
    await expect(runPass(store, plan, { now })).rejects.toMatchObject({ reason: 'refused', vendorCode: '1002' })
  })
})

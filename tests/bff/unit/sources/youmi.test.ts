import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Todo } from '#contract/todo'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { createYoumi } from '../../../../src/bff/sources/youmi/index.ts'
import { toBody, toTodo } from '../../../../src/bff/sources/youmi/map.ts'
import { isNamed } from '../../../../src/bff/sources/youmi/recipients.ts'
import { WireTodo } from '../../../../src/bff/sources/youmi/wire.ts'
import { readWire } from '../../../../src/bff/wire/read-wire.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { readFixture } from '../../../support/read-fixture.ts'
import { fakeHttp, type Sent } from '../../../support/fake-http.ts'
import { clockOf } from '../../../support/clock.ts'

const Page = z.object({ values: z.array(z.record(z.string(), z.unknown())) })
const [sample = {}] = Page.parse(readFixture('youmi.get-charge-daffaires-list.response')).values
const now = Date.parse('2024-08-20T00:00:00+08:00')
function todoOf(patch: object = {}) {
  const body = toBody(readWire(WireTodo, { ...sample, ...patch }, { source: 'youmi', operation: 'list' }))
  return toTodo(body, { isMine: isNamed(body.recipients, 'b08'), now })
}

beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
})

describe('a todo of 友米', () => {
  it('keeps every field of the sample that a person can use', () => {
    expect(new Date('2024-08-07T00:00').getTimezoneOffset()).toBe(240)
    expect(Todo.parse(todoOf())).toEqual({
      id: 'youmi:3626',
      source: 'youmi',
      kind: 'todo',
      contact: null,
      title: '55',
      detail: null,
      status: 'open',
      dueAt: '2024-08-18T00:00:00+08:00',
      createdAt: '2024-08-07T14:55:39+08:00',
      overdue: true,
      url: null,
      mine: true,
      friendId: 'wxid_cdh8t1ajl8qm22',
      level: { name: '紧急', color: '#ff0303' },
      completedBy: 'manual',
      completedByRaw: 0,
      creator: 'b03',
      recipients: ['b08'],
      account: { id: '3430', number: 'kkk368555', nick: '个微P06', kind: 'wechat' },
      isRepeating: false,
    })
  })

  it('reads the account under its documented name, too', () => {
    const { ad_wechat_nober: _number, ad_wechat_nick: _nick, ...rest } = sample
    const wire = WireTodo.parse({ ...rest, wechatNober: 'n1', wechatNick: '小号' })
    expect(toBody(wire).account).toMatchObject({ number: 'n1', nick: '小号' })
  })

  it.each([['not json'], ['{"a":1}'], ['["b08"'], [''], [null]])(
    'takes %j for no known recipients',
    (recipientData) => {
      expect(todoOf({ recipientData })).toMatchObject({ recipients: [], mine: false })
    },
  )

  it.each([
    [null, null],
    ['', null],
    ['带样品', '带样品'],
  ])('reads the content %j as %j', (followupsiTuation, detail) => {
    expect(todoOf({ followupsiTuation }).detail).toBe(detail)
  })

  it.each([
    [0, 'open'],
    [1, 'done'],
    [2, 'cancelled'],
    [9, 'unknown'],
  ])('reads sate %i as %s', (sate, status) => {
    expect(todoOf({ sate }).status).toBe(status)
  })

  it.each([
    [100, 'contact'],
    [120, 'like_moment'],
    [130, 'comment_moment'],
    [777, 'unknown'],
  ])('reads eventType %i as %s and keeps the number', (eventType, completedBy) => {
    expect(todoOf({ eventType })).toMatchObject({ completedBy, completedByRaw: eventType })
  })

  it.each([
    ['2024-08-07T15:30:00.1234567+08:00', '2024-08-07T15:30:00+08:00'],
    ['2024-08-07T07:30:00Z', '2024-08-07T15:30:00+08:00'],
    ['2024-08-07T15:30:00', '2024-08-07T15:30:00+08:00'],
    ['0001-01-01T00:00:00', null],
    ['', null],
    [null, null],
  ])('is due %j at %j', (remindTime, dueAt) => {
    expect(todoOf({ remindTime }).dueAt).toBe(dueAt)
  })

  it('is overdue only while it is open', () => {
    expect(todoOf({ sate: 1 }).overdue).toBe(false)
    expect(todoOf({ remindTime: '2099-01-01T00:00:00+08:00' }).overdue).toBe(false)
  })

  it('keeps 19 digits of an id that comes as text, and refuses a number that has lost some', () => {
    expect(todoOf({ id: '7269195022934925565' }).id).toBe('youmi:7269195022934925565')
    expect(WireTodo.safeParse({ ...sample, id: JSON.parse('7269195022934925565') }).success).toBe(false)
  })

  it('shows no colour that is not one', () => {
    expect(todoOf({ levelColor: 'red;background:url(x)' }).level).toEqual({ name: '紧急', color: null })
  })
})

describe('the source', () => {
  const config = {
    apiUrl: 'http://youmi.test',
    tokenUrl: 'http://sso.test/connect/token',
    clientId: 'client',
    clientSecret: 'the-client-secret',
    tenantId: '42',
    isStaffIdUserid: false,
  }
  const signal = new AbortController().signal
  const question = { subjects: null, staffId: 'b08', status: 'all', mine: false, refresh: false } as const
  let store: Store
  let time: number
  let calls: Sent[]
  let rows: object[]
  let refusals: number
  /** Whether the vendor takes page and size into account. */
  let isPaged: boolean
  /** The largest page that the vendor sends. */
  let limit: number
  /** Whether the vendor takes the state into account. */
  let isFiltering: boolean

  beforeEach(async () => {
    store = await openTestStore()
    time = now
    calls = []
    rows = [sample]
    refusals = 0
    isPaged = true
    limit = 200
    isFiltering = false
  })
  afterEach(() => store.close())

  const Asked = z.object({ pageIndex: z.int(), pageSize: z.literal(200), usersate: z.literal([-1, 0]) })
  const listCalls = () => calls.filter(({ operation }) => operation !== 'token')
  const tokenCalls = () => calls.filter(({ operation }) => operation === 'token')

  const http = fakeHttp((call) => {
    calls.push(call)
    const count = tokenCalls().length
    if (call.operation === 'token') return { access_token: `token-${count}`, expires_in: 3600 }
    if (refusals > 0) {
      refusals -= 1
      return { succeed: false, errmsg: 10_003, values: null, errdesc: 'x' }
    }
    const { pageIndex, usersate } = Asked.parse(JSON.parse(call.body ?? ''))
    const found = isFiltering && usersate === 0 ? rows.filter((row) => 'sate' in row && row.sate === 0) : rows
    const values = isPaged ? found.slice((pageIndex - 1) * limit, pageIndex * limit) : found
    return { succeed: true, errmsg: 20_000, values }
  })

  const create = (owner = 'one') =>
    createYoumi({
      config,
      http,
      store,
      owner,
      seal: createSeal(['0123456789abcdef0123456789abcdef']),
      clock: clockOf(() => time),
      log: { info: () => undefined, warn: () => undefined },
    })

  it('asks for one 工号, all states, and leaves out the filters that it does not use', async () => {
    await create().read(question, signal)
    expect(JSON.parse(listCalls()[0]?.body ?? '')).toEqual({
      pageIndex: 1,
      pageSize: 200,
      remindStaff: 'b08',
      usersate: -1,
    })
    expect(listCalls()[0]?.headers).toMatchObject({ TenantId: '42', authorization: 'Bearer token-1' })
    expect(tokenCalls()[0]?.body).toContain('scope=Ls.Qkl.PublicApi')
  })

  it('keeps the token sealed, and shares it with another instance', async () => {
    await create('one').read(question, signal)
    await create('two').read(question, signal)
    expect(tokenCalls()).toHaveLength(1)
    const kept = await store.tokens.get('youmi:token:client')
    expect(kept?.sealed).toMatch(/^ey/)
    expect(kept?.sealed).not.toContain('token-1')
  })

  it('renews a token that the vendor calls invalid in its body once', async () => {
    refusals = 1
    const { items } = await create().read(question, signal)
    expect(items).toHaveLength(1)
    expect(listCalls().map(({ headers }) => headers?.['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  it('does not go round in circles when the new token is refused, too', async () => {
    refusals = 9
    await expect(create().read(question, signal)).rejects.toMatchObject({ reason: 'expired', vendorCode: 10_003 })
    expect(listCalls()).toHaveLength(2)
  })

  it('renews the token early', async () => {
    const source = create()
    await source.read(question, signal)
    time += 3_400_000
    await source.read({ ...question, refresh: true }, signal)
    expect(tokenCalls()).toHaveLength(2)
  })

  it('reads all pages, and counts a row that two pages share once', async () => {
    rows = Array.from({ length: 350 }, (_, index) => ({ ...sample, id: Math.min(index, 300) }))
    expect((await create().read(question, signal)).items).toHaveLength(301)
    expect(listCalls()).toHaveLength(2)
  })

  it('asks on after a page that is as short as a smaller limit would make it', async () => {
    rows = Array.from({ length: 50 }, (_, index) => ({ ...sample, id: index }))
    await create().read(question, signal)
    expect(listCalls()).toHaveLength(2)
  })

  it('leaves out a bad row that is alone on the last page', async () => {
    rows = [...Array.from({ length: 200 }, (_, index) => ({ ...sample, id: index })), { ...sample, id: null }]
    expect((await create().read(question, signal)).items).toHaveLength(200)
  })

  it('stops at a bounded number of pages', async () => {
    rows = Array.from({ length: 9_000 }, (_, index) => ({ ...sample, id: index }))
    const { items, problem } = await create().read(question, signal)
    expect(listCalls()).toHaveLength(25)
    expect(items.length).toBeLessThanOrEqual(5_000)
    expect(problem).toMatchObject({ code: 'rows_cut' })
  }, 20_000)

  it('takes no more of a page than it would of all of them', async () => {
    rows = Array.from({ length: 200_000 }, (_, index) => ({ ...sample, id: index }))
    isPaged = false
    expect((await create().read(question, signal)).items).toHaveLength(5_000)
    expect(listCalls()).toHaveLength(2)
  }, 20_000)

  describe('with a history longer than we read', () => {
    const history = Array.from({ length: 1_400 }, (_, id) => ({ ...sample, id, sate: 1 }))
    const open = Array.from({ length: 7 }, (_, index) => ({ ...sample, id: 2_000 + index, sate: 0 }))
    const ask = async (name: string, status: 'open' | 'done') => create(name).read({ ...question, status }, signal)

    beforeEach(() => {
      rows = [...history, ...open]
      limit = 50
    })

    it('asks for open todos before the rest, so that none is missing', async () => {
      isFiltering = true
      const { items, counts, problem } = await ask('one', 'open')
      expect([items.length, counts.open, problem]).toEqual([7, 7, null])
      expect(listCalls()).toHaveLength(25)
      expect(await ask('two', 'done')).toMatchObject({ problem: { code: 'rows_cut' } })
    }, 20_000)

    it('says that todos may be missing where the vendor does not obey the filter', async () => {
      const { items, problem } = await ask('one', 'open')
      expect(items).toEqual([])
      expect(problem).toMatchObject({ code: 'rows_cut' })
      expect(listCalls()).toHaveLength(25)
    }, 20_000)

    it('says so where the vendor tells an open todo that it left out of the open ones', async () => {
      rows = [{ ...sample, id: 3_000, sate: 7 }, ...rows]
      isFiltering = true
      expect((await ask('one', 'open')).problem).toMatchObject({ code: 'rows_cut' })
    }, 20_000)
  })

  it('asks once in 30 s, then shows what it has while it asks again', async () => {
    const source = create()
    await source.read(question, signal)
    time += 29_000
    await source.read(question, signal)
    expect(listCalls()).toHaveLength(1)
    time += 2_000
    rows = []
    const { items, asOf } = await source.read(question, signal)
    expect([items.length, asOf]).toEqual([1, now])
    await expect.poll(async () => (await source.read(question, signal)).items.length).toBe(0)
    expect(listCalls()).toHaveLength(2)
  })

  it('asks again for who pulls to refresh, once in 10 s', async () => {
    const source = create()
    const refresh = { ...question, refresh: true }
    await source.read(question, signal)
    time += 9_000
    await source.read(refresh, signal)
    expect(listCalls()).toHaveLength(1)
    time += 2_000
    rows = []
    expect((await source.read(refresh, signal)).items).toEqual([])
  })

  it('keeps the todos of two salespeople apart', async () => {
    const source = create()
    await source.read(question, signal)
    expect((await source.read({ ...question, staffId: 'b09' }, signal)).items).toEqual([])
    expect(listCalls().map(({ body }) => JSON.parse(body ?? '').remindStaff)).toEqual(['b08', 'b09'])
  })

  it('takes a todo that names nobody readable for mine only while all others of the answer name me', async () => {
    const unreadable = { ...sample, id: 2, recipientData: 'not json' }
    const shown = async (answer: typeof rows, name: string) => {
      rows = answer
      return (await create(name).read(question, signal)).items.map(({ id }) => id)
    }
    expect(await shown([sample, unreadable], 'one')).toEqual(['youmi:3626', 'youmi:2'])
    const theirs = { ...sample, id: 3, recipientData: '["b09"]' }
    expect(await shown([sample, unreadable, theirs], 'two')).toEqual(['youmi:3626'])
    expect(await shown([unreadable, theirs], 'three')).toEqual([])
  })

  it('reads only the friends that are asked for, and counts only theirs', async () => {
    rows = [sample, { ...sample, id: 2, weixin: 'wxid_other', sate: 1 }]
    const { items, counts } = await create().read({ ...question, subjects: ['wxid_other'], status: 'open' }, signal)
    expect(items).toEqual([])
    expect(counts).toEqual({ open: 0, overdue: 0, done: 1 })
  })

  it('offers the friends of my own todos, each with its latest one', async () => {
    const other = {
      ...sample,
      id: 3,
      weixin: 'wxid_other',
      remindTitle: '送样品',
      addTime: '2024-08-09T00:00:00+08:00',
    }
    rows = [sample, { ...sample, id: 2, remindTitle: '早先的', addTime: '2024-08-01T00:00:00+08:00' }, other]
    const ask = { staffId: 'b08', phones: [], linkByPhone: false, text: null }
    const offered = await create().candidates(ask, signal)
    expect(offered).toEqual([
      {
        source: 'youmi',
        sourceId: 'wxid_other',
        title: '个微P06 · wxid_other',
        subtitle: '最近待办：送样品',
        reasons: ['my_todo'],
      },
      {
        source: 'youmi',
        sourceId: 'wxid_cdh8t1ajl8qm22',
        title: '个微P06 · wxid_cdh8t1ajl8qm22',
        subtitle: '最近待办：55',
        reasons: ['my_todo'],
      },
    ])
    rows = [{ ...sample, recipientData: 'not json' }]
    expect(await create('two').candidates(ask, signal)).toEqual([])
    rows = [sample, other]
    const narrowed = await create().candidates({ ...ask, text: '样品' }, signal)
    expect(narrowed.map(({ sourceId }) => sourceId)).toEqual(['wxid_other'])
  })
})

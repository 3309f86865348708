import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import page from '../../src/sandbox/seeds/youmi.get-charge-daffaires-list.json' with { type: 'json' }
import { cast } from '../../src/sandbox/world/cast.ts'
import { startYoumiCaller, type YoumiCaller } from './support/youmi-caller.ts'

let caller: YoumiCaller
beforeEach(async () => {
  caller = await startYoumiCaller()
})
afterEach(() => caller.vendor.close())

const seconds = (text: string) => Math.floor(Date.parse(text) / 1000)

test('row 3626 is the one of the vendor’s page, word for word', async () => {
  expect(await caller.list({ chargeDaffairesId: 3626 })).toEqual(page.values)
})

test('the envelope is that of the page', async () => {
  const answer = await caller.ask('GetChargeDaffairesList', { pageIndex: 1, pageSize: 1 })
  expect(answer).toMatchObject({ requestId: null, errmsg: 20_000, succeed: true, errdesc: null })
  expect(answer.msgTime).toBe('2024-08-07T15:30:00.0000000+08:00')
})

describe('paging', () => {
  test.each([{}, { pageIndex: 1 }, { pageSize: 10 }, { pageIndex: 0, pageSize: 10 }, { pageIndex: 1, pageSize: 0 }])(
    '%j is refused with 200012',
    async (body) => {
      expect(await caller.ask('GetChargeDaffairesList', body)).toMatchObject({ succeed: false, errmsg: 200_012 })
    },
  )

  test('numbers as text and a body that is no object are refused too', async () => {
    for (const body of [{ pageIndex: '1', pageSize: '10' }, [], 'x'])
      expect(await caller.ask('GetChargeDaffairesList', body)).toMatchObject({ errmsg: 200_012, values: null })
  })

  test('pages hold every todo once, newest first, and end with a short one', async () => {
    const all = await caller.list()
    const pages = await Promise.all(
      Array.from({ length: Math.ceil(all.length / 20) + 1 }, (_, at) =>
        caller.list({ pageIndex: at + 1, pageSize: 20 }),
      ),
    )
    expect(pages.flat()).toEqual(all)
    expect(pages.at(-1)).toEqual([])
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((one, other) => other - one))
  })
})

describe('filters', () => {
  test('remindStaff finds the todos of one 工号, whoever else has them', async () => {
    const mine = await caller.list({ remindStaff: 'b12', usersate: 0 })
    expect(mine).toHaveLength(22)
    expect(mine.every(({ recipientData }) => recipientData.includes('b12'))).toBe(true)
    expect(await caller.list({ remindStaff: 'b99' })).toEqual([])
  })

  test('createStaff finds what one 工号 made', async () => {
    const made = await caller.list({ createStaff: 'b03' })
    expect(made.map(({ sffId }) => sffId)).toEqual(made.map(() => 'b03'))
    expect(made.length).toBeGreaterThan(1)
  })

  test('usersate is -1 all, 0 open, 1 done; nothing selects the cancelled alone', async () => {
    const states = async (usersate: number) => new Set((await caller.list({ usersate })).map(({ sate }) => sate))
    expect(await states(-1)).toEqual(new Set([0, 1, 2]))
    expect(await states(0)).toEqual(new Set([0]))
    expect(await states(1)).toEqual(new Set([1]))
    expect(await caller.ask('GetChargeDaffairesList', { pageIndex: 1, pageSize: 1, usersate: 2 })).toMatchObject({
      errmsg: 200_012,
    })
  })

  test('times are epoch seconds of creation and of reminder', async () => {
    const at = seconds('2024-08-07T14:55:39+08:00')
    const made = await caller.list({ startTimestamp: at, endTimestamp: at + 1 })
    expect(made.map(({ id }) => id)).toEqual([3626])
    const due = seconds('2024-08-18T00:00:00+08:00')
    const found = await caller.list({ remindStartTimestamp: due, remindEndTimestamp: due })
    expect(found.map(({ id }) => id)).toEqual([3626])
  })

  test('the all-zero sample of the page finds nothing', async () => {
    expect(await caller.list({ startTimestamp: 0, endTimestamp: 0 })).toEqual([])
  })

  test('the account is asked for by id or number', async () => {
    const byId = await caller.list({ WecharId: 3442 })
    expect(byId.length).toBeGreaterThan(0)
    expect(await caller.list({ wechatNober: 'nanping_p11' })).toEqual(byId)
  })

  test('the count follows the same filters', async () => {
    const count = await caller.ask('GetChargeDaffairesCount', { remindStaff: 'b12', usersate: 0 })
    expect(count).toMatchObject({ succeed: true, values: 22 })
    expect(await caller.ask('GetChargeDaffairesCount', { usersate: 7 })).toMatchObject({ errmsg: 200_012 })
  })
})

describe('what the rows look like', () => {
  test('one recipientData of the seed is no JSON, though it is still found by its receiver', async () => {
    const isBroken = (text: string) => {
      try {
        return !Array.isArray(JSON.parse(text))
      } catch {
        return true
      }
    }
    const broken = (await caller.list()).filter(({ recipientData }) => isBroken(recipientData))
    expect(broken).toHaveLength(1)
    expect(await caller.list({ remindStaff: 'b08' })).toContainEqual(broken[0])
  })

  test('the content is a string or null', async () => {
    const kinds = new Set((await caller.list()).map(({ followupsiTuation }) => typeof followupsiTuation))
    expect(kinds).toEqual(new Set(['object', 'string']))
  })

  test('documentedNames and badRow change the rows', async () => {
    caller.vendor.setQuirks({ documentedNames: true })
    const [row] = await caller.list({ chargeDaffairesId: 3626 })
    expect(row).toMatchObject({ wechatNober: 'kkk368555', wechatNick: '个微P06' })
    expect(row).not.toHaveProperty('ad_wechat_nober')
    caller.vendor.setQuirks({ badRow: true })
    const { values } = await caller.ask('GetChargeDaffairesList', { pageIndex: 1, pageSize: 2 })
    expect(values).toMatchObject([{ id: null }, { id: expect.any(Number) }])
  })
})

describe('when the truth changes', () => {
  test('todos are added, completed, cancelled and removed', async () => {
    const id = caller.vendor.addTodo({ weixin: cast.seedFriend, title: '送样品', recipients: ['b08'] })
    const row = async () => (await caller.list({ chargeDaffairesId: id }))[0]
    expect(await row()).toMatchObject({ remindTitle: '送样品', sate: 0, remindTime: '2024-08-08T15:30:00+08:00' })
    caller.vendor.completeTodo(id)
    expect(await row()).toMatchObject({ sate: 1 })
    caller.vendor.cancelTodo(id)
    expect(await row()).toMatchObject({ sate: 2 })
    caller.vendor.removeTodo(id)
    expect(await row()).toBeUndefined()
  })

  test('reset brings back what was there, and tokens expire', async () => {
    caller.vendor.completeTodo(3626)
    caller.vendor.reset()
    expect((await caller.post('GetChargeDaffairesList', {})).status).toBe(401)
    await caller.renew()
    expect(await caller.list({ chargeDaffairesId: 3626 })).toEqual(page.values)
  })
})

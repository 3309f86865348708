import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StaffSourceId } from '../../../src/contract/admin-id.ts'
import { PeopleList, VendorPeopleList } from '../../../src/contract/admin-people.ts'
import type { Reading } from '../../../src/bff/admin/people/reading.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createTestClock } from '../../support/clock.ts'
import {
  member,
  seedMembers,
  seedReading,
  seedTasks,
  seedVendor,
  staffLink,
  vendorPerson,
} from '../../support/seed-people.ts'
import { startBff, type TestBff, publicOrigin } from '../../support/start-bff.ts'
import { startSimulators, type Simulators } from '../../../src/sandbox/vendors/simulators.ts'

let simulators: Simulators
let bff: TestBff
let cookie: string
const { clock, now, pass } = createTestClock(Date.parse('2026-11-20T10:00:00+08:00'))
const later = now() + 60_000

const people = [
  member('zhangsan', '张三', { departments: ['万州'] }),
  member('LiSi', '李四'),
  member('wangwu', '王五'),
  member('twin1', '刘洋', { departments: ['万州'] }),
  member('twin2', '刘洋', { departments: ['渝北'] }),
  member('linked', '周敏'),
  member('shared', '周敏二', { departments: ['渝北'] }),
  member('closed', '陈晨'),
  member('gone', '赵六'),
  member('office', '钱七', { hasCustomerRight: false }),
  member('byname', '孙八'),
]

const waiqin = [
  vendorPerson('w1', '张三', { department: '渝南/万州', otherCode: 'zhangsan' }),
  vendorPerson('w2', '李四', { department: '总部' }),
  vendorPerson('w4', '刘洋', { department: '万州' }),
  vendorPerson('w5', '周敏', { otherCode: null }),
  vendorPerson('w6', '陈晨', { state: 'disabled' }),
  vendorPerson('w7', '赵六'),
  vendorPerson('w8', '孙八', { otherCode: 'zhangsan2' }),
  // Named like somebody else than the userid says.
  vendorPerson('w9', '孙八', { otherCode: 'WANGWU' }),
]

beforeAll(async () => {
  simulators = await startSimulators({ clock, publicOrigin })
  const environment = { ...simulators.environment, ADMIN_USERIDS: cast.salesperson, YOUMI_STAFF_ID: 'userid' }
  bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url, clock })
  cookie = await bff.signIn(cast.salesperson)
  const { store } = bff
  await seedMembers(store, people, now())
  await seedVendor(store, 'waiqin', waiqin, now())
  await seedVendor(store, 'youmi', [vendorPerson('lisi', '李四')], now())
  await store.links.importRows(
    [staffLink('linked', 'waiqin', 'w5'), staffLink('CLOSED', 'waiqin', 'w6')],
    'import',
    now(),
  )
  await store.links.importRows([staffLink('shared', 'waiqin', 'w5')], 'zhangsan', later)
  await store.departures.leave('gone', now(), false)
  await seedTasks(store, 'w2', 3, now())
  await seedTasks(store, 'w8', 5, now())
})
afterAll(async () => {
  await bff.close()
  await simulators.close()
})

async function peopleOf(query = ''): Promise<PeopleList> {
  const response = await bff.get(`/api/admin/people?limit=200${query}`, cookie)
  expect(response.statusCode).toBe(200)
  return PeopleList.parse(response.json())
}

async function cellOf(userid: string, source: StaffSourceId = 'waiqin') {
  const found = (await peopleOf()).items.find((each) => each.userid === userid)
  return found?.cells.find((cell) => cell.source === source)
}

const empty = { sourceId: null, how: null, since: null, byName: null, name: null, says: null }

describe('who somebody is in 勤策', () => {
  it('is suggested by an equal userid, with the name and department beside it', async () => {
    expect(await cellOf('zhangsan')).toEqual({
      source: 'waiqin',
      state: 'suggested',
      ...empty,
      suggestions: [
        {
          sourceId: 'w1',
          name: '张三',
          department: '渝南/万州',
          openTasks: 0,
          reasons: ['same_userid', 'same_name_and_department'],
        },
      ],
    })
  })

  it('is not chosen by an equal userid, in whatever case, beside another name', async () => {
    expect(await cellOf('wangwu')).toMatchObject({
      state: 'ambiguous',
      says: '姓名不同，请看清是不是同一位',
      suggestions: [{ sourceId: 'w9', reasons: ['same_userid'] }],
    })
  })

  it('is suggested by a name that nobody else has, with what would come to their board', async () => {
    expect(await cellOf('LiSi')).toMatchObject({
      state: 'suggested',
      suggestions: [{ sourceId: 'w2', reasons: ['same_name'], openTasks: 3 }],
    })
  })

  it('is never chosen between twins, on either side', async () => {
    expect(await cellOf('twin1')).toMatchObject({
      state: 'ambiguous',
      says: '有重名，请看清是哪一位',
      suggestions: [
        {
          sourceId: 'w4',
          reasons: ['same_name_and_department'],
        },
      ],
    })
    expect(await cellOf('twin2')).toMatchObject({ state: 'ambiguous', suggestions: [{ reasons: ['same_name'] }] })
    expect(await cellOf('byname')).toMatchObject({ state: 'ambiguous', suggestions: [{ sourceId: 'w8' }] })
  })

  it('is what was imported, or linked by hand, with who shares it', async () => {
    expect(await cellOf('linked')).toEqual({
      source: 'waiqin',
      state: 'linked',
      sourceId: 'w5',
      how: 'import',
      since: '2026-11-20T10:00:00+08:00',
      byName: null,
      name: '周敏',
      says: '周敏二（渝北）也用',
      suggestions: [],
    })
    expect(await cellOf('shared')).toMatchObject({ how: 'hand', byName: '张三', says: '周敏（成都）也用' })
  })

  it('is disabled where the vendor has closed the account, however the userid is written', async () => {
    expect(await cellOf('closed')).toMatchObject({ state: 'disabled', sourceId: 'w6', says: '对方已停用' })
  })

  it('is nobody for who has left', async () => {
    const { items } = await peopleOf('&state=left')
    expect(items).toMatchObject([{ userid: 'gone', isLeft: true }])
    expect(items[0]?.cells.find(({ source }) => source === 'waiqin')).toMatchObject({
      state: 'missing',
      suggestions: [],
    })
  })
})

describe('a rule', () => {
  it('gives everybody an id but who has left, and says where the case differs', async () => {
    expect(await cellOf('zhangsan', 'youmi')).toMatchObject({
      state: 'linked',
      how: 'rule',
      sourceId: 'zhangsan',
      says: null,
    })
    expect(await cellOf('LiSi', 'youmi')).toMatchObject({ how: 'rule', sourceId: 'LiSi', says: '规则，大小写不同' })
    expect(await cellOf('gone', 'youmi')).toMatchObject({ state: 'missing', how: null })
  })
})

describe('an id by a rule that the vendor does not list', () => {
  const told = { people: 1, listed: 1, isCut: false, reason: null, outside: 0, refused: [] }
  async function saysAfter(reading: Reading) {
    await seedReading(bff.store, 'people-youmi', reading, now())
    pass(61_000)
    return (await cellOf('zhangsan', 'youmi'))?.says
  }

  it('is told where the list is whole, and not otherwise', async () => {
    expect(await saysAfter(told)).toBe('对方名单里没有')
    expect((await cellOf('LiSi', 'youmi'))?.says).toBe('规则，大小写不同')
    for (const part of [{ isCut: true }, { reason: 'refused' }, { listed: 0 }])
      expect(await saysAfter({ ...told, ...part })).toBeNull()
  })
})

describe('the list of people', () => {
  it('begins with those who may serve customers, and counts the whole company', async () => {
    const { items, counts, sources, readAt } = await peopleOf('&q=刘洋')
    expect(items.map(({ userid }) => userid)).toEqual(['twin1', 'twin2'])
    expect(counts).toEqual({ all: 11, linked: 10, suggested: 2, ambiguous: 4, missing: 10, disabled: 1, left: 1 })
    expect(sources).toEqual(['youmi', 'waiqin', 'tanma'])
    expect(readAt).toBe('2026-11-20T10:00:00+08:00')
    expect((await peopleOf()).items.at(-1)?.userid).toBe('office')
  })

  it('is filtered by state in one source, and found by whatever it shows', async () => {
    const useridsOf = async (query: string) => (await peopleOf(query)).items.map(({ userid }) => userid)
    expect(await useridsOf('&source=waiqin&state=missing')).toEqual(['office'])
    expect(await useridsOf('&source=waiqin&state=linked')).toEqual(['linked', 'shared'])
    expect(await useridsOf('&q=W6')).toEqual(['closed'])
    expect(await useridsOf('&q=lisi')).toEqual(['LiSi'])
  })

  it('goes on behind the last one, and refuses what is no cursor', async () => {
    const seen: string[] = []
    for (let next: string | null = ''; next !== null;) {
      const page: PeopleList = PeopleList.parse(
        (await bff.get(`/api/admin/people?limit=3${next && `&cursor=${next}`}`, cookie)).json(),
      )
      seen.push(...page.items.map(({ userid }) => userid))
      next = page.next
    }
    expect(seen.toSorted()).toEqual(people.map(({ userid }) => userid).toSorted())
    for (const cursor of ['x', Buffer.from('[1,2]').toString('base64url')]) {
      const response = await bff.get(`/api/admin/people?cursor=${cursor}`, cookie)
      expect(response.json()).toMatchObject({ status: 400, code: 'bad_cursor' })
    }
  })

  it('is right at once when somebody is linked, here or elsewhere', async () => {
    await bff.store.links.importRows([staffLink('office', 'waiqin', 'w7')], 'import', now())
    expect(await cellOf('office')).toMatchObject({ state: 'linked', sourceId: 'w7' })
  })
})

describe('the vendors’ people whom nobody is', () => {
  const strays = async (query = '') =>
    VendorPeopleList.parse((await bff.get(`/api/admin/vendor-people?${query}`, cookie)).json())

  it('come by their open tasks, the most first, and without those who are somebody', async () => {
    pass(61_000)
    const { items, total, next } = await strays('source=waiqin')
    expect(items.map(({ sourceId, openTasks }) => [sourceId, openTasks])).toEqual([
      ['w8', 5],
      ['w2', 3],
      ['w1', 0],
      ['w4', 0],
      ['w9', 0],
    ])
    expect([total, next]).toEqual([5, null])
  })

  it('have no number where their rows cannot be counted', async () => {
    await seedVendor(bff.store, 'youmi', [vendorPerson('b77', '没人认')], now())
    expect((await strays('source=youmi&q=b77')).items).toMatchObject([{ openTasks: null, state: 'active' }])
  })

  it('are not those whose id somebody has in another case', async () => {
    expect(await cellOf('LiSi', 'youmi')).toMatchObject({ state: 'linked', sourceId: 'LiSi' })
    expect((await strays('source=youmi&q=lisi')).items).toEqual([])
  })

  it('go on behind the last one', async () => {
    const first = await strays('source=waiqin&limit=2')
    const { items } = await strays(`source=waiqin&limit=2&cursor=${first.next ?? ''}`)
    expect(items.map(({ sourceId }) => sourceId)).toEqual(['w1', 'w4'])
    expect((await strays('q=孙八')).items).toHaveLength(2)
  })
})

it('an account without a name is nobody’s for an id of the vendor’s own that reads like a userid', async () => {
  await seedVendor(bff.store, 'waiqin', [vendorPerson('twin1', null)], now())
  const cell = await cellOf('twin1')
  expect(cell?.suggestions.map(({ sourceId }) => sourceId)).toEqual(['w4'])
})

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type { World } from '../../../src/sandbox/world/world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
const minutes = (count: number) => count * 60_000
let world: World
let wecom: WecomVendor
let bff: TestBff
let mine: string
let colleagues: string

beforeAll(async () => {
  world = createWorld({ now })
  wecom = await startWecom({ world, clock, publicOrigin, slowMs: 60_000 })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock })
})

beforeEach(async () => {
  // No cached answer of an earlier test is used any more.
  now += minutes(120)
  mine = await bff.signIn(cast.salesperson)
  colleagues = await bff.signIn(cast.colleague)
})

afterEach(() => {
  wecom.fault = 'none'
  wecom.followerPageSize = 500
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const card = (id: string, cookie = mine, headers = {}) => bff.get(`/api/contacts/${id}`, cookie, headers)
const asked = () => wecom.seen.filter(({ operation }) => operation === 'externalcontact/get').length

describe('the contact card', () => {
  it('shows a follower what he noted about the customer', async () => {
    const answer = await card(cast.seedContact)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      externalUserId: cast.seedContact,
      name: '陈晓雨',
      kind: 'wechat',
      follow: { remark: '南坪店老板', remarkCorpName: '晓雨便利店', mobiles: ['13800001111'] },
      followers: [{ userid: cast.colleague, name: '林晓梅' }],
    })
  })

  it('tells the add way and the time in words that people use', async () => {
    const follow = world.contacts.find(({ externalUserId }) => externalUserId === cast.seedContact)?.follows[0]
    if (!follow) throw new Error('the seed contact has a follower')
    follow.addWay = 1
    follow.createtime = 1_700_000_000
    const { follow: told } = (await card(cast.seedContact)).json() as { follow: object }
    expect(told).toMatchObject({ addWay: '扫描二维码', addWayRaw: 1, since: '2023-11-15T06:13:20+08:00' })
  })

  it('names the company of a WeCom user', async () => {
    const answer = await card(cast.ofOtherCompany)
    expect(answer.json()).toMatchObject({ kind: 'wecom', corpName: expect.stringMatching(/.+/) })
  })

  it('does not show one follower what another noted', async () => {
    const answer = await card(cast.seedContact, colleagues)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toContain('南坪店老板')
    expect(answer.body).not.toContain('13800001111')
  })

  it('finds the follower on a later page', async () => {
    wecom.followerPageSize = 1
    const before = asked()
    const answer = await card(cast.seedContact, colleagues)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ followers: [{ userid: cast.salesperson }] })
    expect(asked() - before).toBeGreaterThan(1)
  })

  it('shows markup as the text that it is', async () => {
    const answer = await card(cast.markup)
    const wanted = world.contacts.find(({ externalUserId }) => externalUserId === cast.markup)?.name
    expect(answer.json()).toMatchObject({ name: wanted })
  })

  it('shows the links of the contact', async () => {
    const answer = await card(cast.seedContact)
    expect(answer.json()).toMatchObject({ links: [] })
  })
})

describe('who may see a contact', () => {
  it('refuses who does not follow, with not one field of the contact', async () => {
    const answer = await card(cast.ofColleague)
    const contact = world.contacts.find(({ externalUserId }) => externalUserId === cast.ofColleague)
    expect(answer.statusCode).toBe(403)
    expect(Object.keys(answer.json()).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type'])
    expect(answer.json()).toMatchObject({ code: 'not_a_follower' })
    expect(answer.body).not.toContain(contact?.name)
    expect(answer.body).not.toContain(cast.ofColleague)
    expect((await card(cast.ofColleague, colleagues)).statusCode).toBe(200)
  })

  it.each([
    ['of another company', cast.foreign],
    ['that was deleted', cast.deleted],
    ['with no follower in sight', cast.ofNobody],
    ['that nobody knows', 'wmNobodyKnowsThisOne'],
  ])('says the same for one %s', async (_name, id) => {
    const answer = await card(id)
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'not_a_follower' })
  })

  it('asks WeCom once for many who ask at the same time', async () => {
    const before = asked()
    const answers = await Promise.all([mine, mine, colleagues, mine].map((cookie) => card(cast.seedContact, cookie)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200])
    expect(asked() - before).toBe(1)
  })

  it('believes a permission for five minutes', async () => {
    await card(cast.seedContact)
    const before = asked()
    now += minutes(4)
    await card(cast.seedContact)
    expect(asked() - before).toBe(0)
    now += minutes(2)
    await card(cast.seedContact)
    expect(asked() - before).toBe(1)
  })

  it('believes a refusal for half a minute', async () => {
    await card(cast.ofColleague)
    const before = asked()
    now += 29_000
    await card(cast.ofColleague)
    expect(asked() - before).toBe(0)
    now += 2000
    await card(cast.ofColleague)
    expect(asked() - before).toBe(1)
  })

  it('asks again when the salesperson pulls to refresh', async () => {
    await card(cast.seedContact)
    const before = asked()
    now += 11_000
    await card(cast.seedContact, mine, { 'cache-control': 'no-cache' })
    expect(asked() - before).toBe(1)
  })

  it('takes the right away once the salesperson no longer follows', async () => {
    expect((await card(cast.idle)).statusCode).toBe(200)
    wecom.unfollow(cast.idle, cast.salesperson)
    now += minutes(6)
    expect((await card(cast.idle)).statusCode).not.toBe(200)
    wecom.fault = 'down'
    expect((await card(cast.idle)).statusCode).not.toBe(200)
  })

  it('holds what is known for an hour while WeCom is down', async () => {
    await card(cast.seedContact)
    wecom.fault = 'down'
    now += minutes(59)
    expect((await card(cast.seedContact)).statusCode).toBe(200)
    now += minutes(2)
    const answer = await card(cast.seedContact)
    expect(answer.statusCode).toBe(502)
    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable', source: 'wecom' })
  })

  it('does not let who is known wait for a WeCom that is slow', async () => {
    await card(cast.seedContact)
    wecom.fault = 'slow'
    now += minutes(6)
    const began = performance.now()
    expect((await card(cast.seedContact)).statusCode).toBe(200)
    expect(performance.now() - began).toBeLessThan(5000)
    const asking = asked()
    expect((await card(cast.seedContact)).statusCode).toBe(200)
    expect(asked()).toBe(asking)
  })

  it('fails closed for who is not known while WeCom is down', async () => {
    wecom.fault = 'down'
    const answer = await card(cast.samePhone)
    expect(answer.statusCode).toBe(502)
    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable', source: 'wecom' })
  })

  it('fails closed when WeCom refuses the app itself', async () => {
    await card(cast.seedContact)
    now += minutes(6)
    wecom.fault = 'refusing'
    expect((await card(cast.seedContact)).json()).toMatchObject({ code: 'upstream_refused' })
    wecom.fault = 'down'
    expect((await card(cast.seedContact)).json()).toMatchObject({ code: 'upstream_unreachable' })
  })

  it('is not asked without a session', async () => {
    const answer = await bff.get(`/api/contacts/${cast.seedContact}`)
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ code: 'unauthenticated' })
  })
})

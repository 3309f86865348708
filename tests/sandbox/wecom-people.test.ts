import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
beforeEach(async () => {
  fixture = await startWecomFixture()
})
afterEach(() => fixture.wecom.close())

const contact = (id: string, cursor?: string) =>
  fixture.get('externalcontact/get', { external_userid: id, ...(cursor ? { cursor } : {}) })
const refused = (errcode: number) => expect.objectContaining({ errcode })

describe('user/get', () => {
  test('tells name and department of a member, and no phone', async () => {
    const answer = await fixture.get('user/get', { userid: cast.salesperson })
    expect(answer).toMatchObject({ errcode: 0, userid: cast.salesperson, name: '孟祥宇' })
    expect(answer).not.toHaveProperty('mobile')
  })

  test('refuses an unknown member with 60111 and a missing userid with 40058', async () => {
    expect(await fixture.get('user/get', { userid: 'nobody' })).toEqual(refused(60111))
    expect(await fixture.get('user/get')).toEqual(refused(40058))
  })
})

describe('agent/get', () => {
  test('tells its trusted domain and visible range, and refuses another one with 301002', async () => {
    const app = await fixture.get('agent/get', { agentid: fixture.world.agentId })
    expect(app).toMatchObject({ errcode: 0, redirect_domain: 'localhost:8080', close: 0 })
    expect(app).toMatchObject({
      allow_userinfos: { user: [{ userid: 'wangfang' }, { userid: 'liqiang' }] },
      allow_partys: { partyid: [2, 3, 4, 9] },
    })
    expect(await fixture.get('agent/get', { agentid: '1' })).toEqual(refused(301002))
  })
})

describe('externalcontact/get_follow_user_list', () => {
  test('tells who of the visible range has the right of customer contact', async () => {
    await fixture.wecom.hideMember(cast.colleague)
    const { follow_user: members } = await fixture.get('externalcontact/get_follow_user_list')
    expect(members).toHaveLength(200)
    expect(members).toEqual(expect.arrayContaining([cast.salesperson, 'tanxiaoyong']))
    expect(members).not.toContain(cast.colleague)
    expect(members).not.toContain('wangfang')
  })
})

describe('a code that was switched on', () => {
  test('refuses the calls below its path alone, and tells the address that was seen', async () => {
    fixture.wecom.refuseWith(60020, 'externalcontact/')
    const answer = await contact(cast.seedContact)
    expect(answer).toEqual(refused(60020))
    expect(answer.errmsg).toContain('from ip: 127.0.0.1')
    expect((await fixture.get('user/get', { userid: cast.salesperson })).errcode).toBe(0)
    fixture.wecom.refuseWith(0)
    expect((await contact(cast.seedContact)).errcode).toBe(0)
  })
})

describe('externalcontact/get', () => {
  test('tells the customer and what each follower noted', async () => {
    const answer = await contact(cast.seedContact)
    expect(answer.external_contact).toMatchObject({ external_userid: cast.seedContact, name: '陈晓雨', type: 1 })
    expect(answer.external_contact).toMatchObject({
      avatar: `http://localhost:8080/sandbox/avatar/${cast.seedContact}.svg`,
    })
    expect(answer.follow_user).toMatchObject([
      { userid: cast.salesperson, remark: '南坪店老板', remark_mobiles: ['13800001111'] },
      { userid: cast.colleague },
    ])
    expect(answer).not.toHaveProperty('next_cursor')
  })

  test('names the company of a WeCom user alone', async () => {
    expect((await contact(cast.ofOtherCompany)).external_contact).toMatchObject({
      type: 2,
      corp_name: expect.any(String),
    })
    expect((await contact(cast.seedContact)).external_contact).not.toHaveProperty('corp_name')
  })

  test('pages the followers', async () => {
    fixture.wecom.followerPageSize = 1
    const first = await contact(cast.seedContact)
    expect(first.follow_user).toMatchObject([{ userid: cast.salesperson }])
    const second = await contact(cast.seedContact, String(first.next_cursor))
    expect(second.follow_user).toMatchObject([{ userid: cast.colleague }])
    expect(second).not.toHaveProperty('next_cursor')
  })

  test('refuses a cursor that it gave for another customer, or never gave', async () => {
    fixture.wecom.followerPageSize = 1
    const { next_cursor: cursor } = await contact(cast.seedContact)
    expect(await contact(cast.idle, String(cursor))).toEqual(refused(40058))
    expect(await contact(cast.seedContact, 'made-up')).toEqual(refused(40058))
  })

  test('refuses a foreign or unknown id with 40096, a deleted or unfollowed one with 84061', async () => {
    expect(await contact(cast.foreign)).toEqual(refused(40096))
    expect(await contact('wmNobodyHasThisId')).toEqual(refused(40096))
    expect(await contact(cast.deleted)).toEqual(refused(84061))
    expect(await contact(cast.ofNobody)).toEqual(refused(84061))
  })

  test('forgets a follower who drops the customer', async () => {
    fixture.wecom.unfollow(cast.seedContact, cast.colleague)
    expect((await contact(cast.seedContact)).follow_user).toHaveLength(1)
    fixture.wecom.unfollow(cast.seedContact, cast.salesperson)
    expect(await contact(cast.seedContact)).toEqual(refused(84061))
  })
})

describe('externalcontact/groupchat/get', () => {
  test('tells the group, and names of members only when asked', async () => {
    const { group_chat: named } = await fixture.post('externalcontact/groupchat/get', {
      chat_id: cast.seedChat,
      need_name: 1,
    })
    expect(named).toMatchObject({ chat_id: cast.seedChat, name: '测测测', owner: cast.salesperson })
    expect(named).toMatchObject({
      member_list: expect.arrayContaining([
        expect.objectContaining({ userid: cast.seedContact, type: 2, name: '陈晓雨' }),
      ]),
    })
    const { group_chat: nameless } = await fixture.post('externalcontact/groupchat/get', { chat_id: cast.seedChat })
    expect(JSON.stringify(nameless)).not.toContain('陈晓雨')
  })

  test('refuses what is no customer group with 90501, a wrong parameter with 40058, no JSON with 47001', async () => {
    const get = (body: unknown) => fixture.post('externalcontact/groupchat/get', body)
    expect(await get({ chat_id: 'wrNobody' })).toEqual(refused(90501))
    expect(await get({ chat_id: cast.seedChat, need_name: 2 })).toEqual(refused(40058))
    expect(await get({})).toEqual(refused(40058))
    expect(await get('text')).toEqual(refused(47001))
  })
})

describe('externalcontact/groupchat/list', () => {
  const list = (body: unknown) => fixture.post('externalcontact/groupchat/list', body)
  const owned = { userid_list: [cast.salesperson] }

  test('pages the groups of an owner to the last one, each once', async () => {
    const expected = fixture.world.chats.filter(({ owner }) => owner === cast.salesperson).map(({ chatId }) => chatId)
    const seen: unknown[] = []
    let cursor: unknown = ''
    do {
      const answer = await list({ owner_filter: owned, limit: 5, cursor })
      expect(answer.errcode).toBe(0)
      seen.push(...(Array.isArray(answer.group_chat_list) ? answer.group_chat_list : []))
      cursor = answer.next_cursor
    } while (cursor)
    expect(seen).toEqual(expected.map((chat_id) => ({ chat_id, status: 0 })))
    expect(expected.length).toBeGreaterThan(10)
  })

  test('has nothing among groups whose owner has left', async () => {
    expect(await list({ owner_filter: owned, limit: 10, status_filter: 1 })).toMatchObject({ group_chat_list: [] })
  })

  test('refuses a limit beyond 1 to 1000 and a foreign cursor with 40058, unknown owners with 81013', async () => {
    expect(await list({ owner_filter: owned })).toEqual(refused(40058))
    expect(await list({ owner_filter: owned, limit: 1001 })).toEqual(refused(40058))
    expect(await list({ owner_filter: owned, limit: 10, cursor: 'x' })).toEqual(refused(40058))
    expect(await list({ owner_filter: { userid_list: [] }, limit: 10 })).toEqual(refused(40058))
    expect(await list({ owner_filter: { userid_list: ['nobody'] }, limit: 10 })).toEqual(refused(81013))
  })
})

test('gives the picture of a media id, and refuses what is gone with 40007', async () => {
  const query = new URLSearchParams({ access_token: await fixture.token(), media_id: 'WWME_anyPicture00001' })
  const answer = await fetch(`${fixture.wecom.url}/cgi-bin/media/get?${query.toString()}`)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  expect(await fixture.get('media/get', { media_id: 'WWME_DesSDgAApfMBaX5dHp9-ahTxvCWZgQ' })).toEqual(refused(40007))
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { openStore } from '../../../../src/bff/store/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { createWecom } from '../../../../src/bff/wecom/index.ts'
import { fakeHttp } from '../../../support/fake-http.ts'
import { clockOf } from '../../../support/clock.ts'

const signal = new AbortController().signal
const config = {
  corpId: 'ww1',
  agentId: '7',
  secret: 's',
  apiUrl: 'http://wecom.test',
  oauthUrl: 'http://wecom.test',
  webLoginUrl: null,
}

let folder: string
let store: Store
let now: number
/** WeCom's next answers, by verb; the last one repeats. */
let script: Record<string, object[]>
let sent: { path: string; query: URLSearchParams; body: unknown }[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-wecom-'))
  store = await openStore(`file:${join(folder, 'test.db')}`)
  now = 1_700_000_000_000
  script = { gettoken: [{ errcode: 0, access_token: 'token', expires_in: 7200 }] }
  sent = []
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const http = fakeHttp(({ url, body }) => {
  const { pathname, searchParams } = new URL(url)
  const path = pathname.replace('/cgi-bin/', '')
  sent.push({ path, query: searchParams, body: body === undefined ? null : JSON.parse(body) })
  const answers = script[path] ?? []
  return answers.length > 1 ? answers.shift() : answers[0]
})

const start = () =>
  createWecom({ config, http, store, seal: createSeal(['x'.repeat(32)]), clock: clockOf(() => now), owner: 'me' })
const calls = (path: string) => sent.filter((each) => each.path === path).length

describe('an answer of WeCom', () => {
  it.each([
    [40096, { code: 'not_a_follower' }],
    [84061, { code: 'not_a_follower' }],
    [60011, { code: 'no_customer_rights' }],
    [84074, { code: 'no_customer_rights' }],
    [40058, { code: 'bad_request' }],
    [48002, { reason: 'refused', vendorCode: 48002 }],
    [60020, { reason: 'refused', vendorCode: 60020 }],
    [60111, { code: 'not_a_follower' }],
    [-1, { reason: 'unreachable' }],
    [6000, { reason: 'unreachable' }],
    [45033, { reason: 'unreachable' }],
    [45009, { reason: 'rate_limited', retryAfterSeconds: 60 }],
    [42009, { reason: 'refused', vendorCode: 42009 }],
    [50003, { reason: 'refused', vendorCode: 50003 }],
    [99999, { code: 'not_a_follower' }],
  ])('with errcode %i means %o', async (errcode, meaning) => {
    script['externalcontact/get'] = [{ errcode, errmsg: 'whatever' }]
    await expect(start().contact('wm1', signal)).rejects.toMatchObject(meaning)
    expect(calls('externalcontact/get')).toBe(1)
  })

  it.each([90501, 49008, 40050, 86003, 60111, 84061, 12345])(
    'with %i is of the group that was asked for: the user is not in it',
    async (errcode) => {
      script['externalcontact/groupchat/get'] = [{ errcode, errmsg: '' }]
      await expect(start().chat('wr1', signal)).rejects.toMatchObject({ code: 'not_a_chat_member' })
    },
  )

  it.each([40001, 41001, 42009, 45009, 45033, 48002, 48004, 50003, 60020, -1])(
    'with %i says nothing of the group that was asked for',
    async (errcode) => {
      script['externalcontact/groupchat/get'] = [{ errcode, errmsg: '' }]
      await expect(start().chat('wr1', signal)).rejects.toMatchObject({ name: 'UpstreamError', vendorCode: errcode })
    },
  )

  it('is an error though its errcode is text, or is none that can be read', async () => {
    script['externalcontact/groupchat/get'] = [
      { errcode: '48002' },
      { errcode: 'x' },
      { errcode: null },
      { errcode: {} },
    ]
    const wecom = start()
    await expect(wecom.chat('wr1', signal)).rejects.toMatchObject({ vendorCode: 48002 })
    for (const _ of [1, 2, 3]) await expect(wecom.chat('wr1', signal)).rejects.toMatchObject({ reason: 'unreadable' })
  })

  it('that calls a fresh token spent, too, is not asked for a third time', async () => {
    script['externalcontact/get'] = [{ errcode: 42001, errmsg: '' }]
    await expect(start().contact('wm1', signal)).rejects.toMatchObject({ reason: 'expired' })
    expect(calls('externalcontact/get')).toBe(2)
    expect(calls('gettoken')).toBe(2)
  })

  it('that is not what is documented names the field', async () => {
    script['externalcontact/get'] = [{ errcode: 0, external_contact: { name: 'x' } }]
    await expect(start().contact('wm1', signal)).rejects.toMatchObject({
      reason: 'unreadable',
      detail: expect.stringContaining('external_contact.external_userid'),
    })
  })

  it('keeps its clue for the log, and nothing else of its words', async () => {
    const errmsg = 'not allow to access from your ip, secret=abc, hint: [17000], from ip: 203.0.113.7, more info at …'
    script['externalcontact/get'] = [{ errcode: 60020, errmsg }]
    await expect(start().contact('wm1', signal)).rejects.toMatchObject({ cause: 'hint: [17000], from ip: 203.0.113.7' })
  })
})

describe('WeCom in pages', () => {
  const external_contact = { external_userid: 'wm1', name: '陈晓雨', type: 1 }

  it('gives the followers of all of them', async () => {
    script['externalcontact/get'] = [
      { external_contact, follow_user: [{ userid: 'a' }], next_cursor: 'p2' },
      { external_contact, follow_user: [{ userid: 'b' }], next_cursor: '' },
    ]
    const contact = await start().contact('wm1', signal)
    expect(contact.followers.map(({ userid }) => userid)).toEqual(['a', 'b'])
    expect(sent.at(-1)?.query.get('cursor')).toBe('p2')
  })

  it('that never end is left after twenty', async () => {
    script['externalcontact/get'] = [{ external_contact, follow_user: [{ userid: 'a' }], next_cursor: 'again' }]
    await start().contact('wm1', signal)
    expect(calls('externalcontact/get')).toBe(20)
  })

  it('gives the groups of one owner, each once', async () => {
    const list = (ids: string[], next_cursor = '') => ({
      group_chat_list: ids.map((chat_id) => ({ chat_id })),
      next_cursor,
    })
    script['externalcontact/groupchat/list'] = [list(['wr1', 'wr2'], 'p2'), list(['wr2', 'wr3'])]
    expect(await start().ownedChatIds('m', signal)).toEqual(['wr1', 'wr2', 'wr3'])
    expect(sent.at(-1)?.body).toMatchObject({ owner_filter: { userid_list: ['m'] }, limit: 1000, cursor: 'p2' })
  })
})

describe('people', () => {
  it('are members by their userid alone', async () => {
    const told: [object, string | null][] = [
      [{ userid: 'm' }, 'm'],
      [{ UserId: 'm' }, 'm'],
      [{ userid: '', UserId: 'm' }, 'm'],
      [{ userid: 'ww1/m' }, 'm'],
      [{ userid: 'wwother/m' }, null],
      [{ userid: 'WW1/m' }, null],
      [{ UserId: 'wwother/m' }, null],
      [{ openid: 'o' }, null],
      [{ OpenId: 'o' }, null],
      [{ userid: '' }, null],
      [{ userid: 'ww1/' }, null],
      [{ userid: 7 }, null],
      [{ userid: ['m'] }, null],
      [{ userid: { id: 'm' } }, null],
    ]
    script['auth/getuserinfo'] = told.map(([answer]) => answer)
    const wecom = start()
    for (const [answer, userid] of told)
      expect([answer, await wecom.userOfCode('1', signal)]).toEqual([answer, { userid }])
  })

  it('keep their names for an hour', async () => {
    script['user/get'] = [{ name: '孟祥宇' }, { name: '孟祥宇2' }]
    const wecom = start()
    expect(await wecom.nameOf('m', signal)).toBe('孟祥宇')
    now += 3_599_000
    expect(await wecom.nameOf('m', signal)).toBe('孟祥宇')
    now += 2000
    expect(await wecom.nameOf('m', signal)).toBe('孟祥宇2')
  })

  it('without a name that anybody sees have none', async () => {
    const names = ['\u3164', '\u200B\u200D', '\u2800', '\u0301', ' ', '王']
    script['user/get'] = names.map((name) => ({ name }))
    const wecom = start()
    const seen = []
    for (const index of names.keys()) seen.push(await wecom.nameOf(`m${index}`, signal))
    expect(seen).toEqual([null, null, null, null, null, '王'])
  })

  it('whom WeCom refuses by any code of theirs have no name, and are asked for once', async () => {
    script['user/get'] = [{ errcode: 60011 }, { errcode: 46004 }, { errcode: 48002 }, { name: '孟祥宇' }]
    const wecom = start()
    expect([await wecom.nameOf('a', signal), await wecom.nameOf('b', signal)]).toEqual([null, null])
    await expect(wecom.nameOf('c', signal)).rejects.toMatchObject({ vendorCode: 48002 })
    expect([await wecom.nameOf('a', signal), await wecom.nameOf('b', signal)]).toEqual([null, null])
    expect(await wecom.nameOf('c', signal)).toBe('孟祥宇')
  })

  it('that may not be seen are asked for again after five minutes', async () => {
    script['user/get'] = [{ errcode: 60111, errmsg: '' }, { name: '孟祥宇' }]
    const wecom = start()
    expect(await wecom.nameOf('m', signal)).toBeNull()
    expect(await wecom.nameOf('m', signal)).toBeNull()
    expect(calls('user/get')).toBe(1)
    now += 301_000
    expect(await wecom.nameOf('m', signal)).toBe('孟祥宇')
  })
})

describe('a contact', () => {
  it('has null for what WeCom leaves empty, and https for avatars', async () => {
    const external_contact = {
      external_userid: 'wm1',
      name: '陈晓雨',
      type: 2,
      avatar: 'http://wx.qlogo.cn/mmhead/1/0',
      position: ' ',
      corp_name: '简称',
      corp_full_name: '',
    }
    const follow = {
      userid: 'm',
      remark: '',
      remark_mobiles: [''],
      tags: [{ group_name: '', tag_name: 't' }],
      createtime: 0,
    }
    script['externalcontact/get'] = [{ external_contact, follow_user: [follow] }]
    expect(await start().contact('wm1', signal)).toEqual({
      externalUserId: 'wm1',
      unionId: null,
      name: '陈晓雨',
      avatar: 'https://wx.qlogo.cn/mmhead/1/0',
      kind: 'wecom',
      corpName: '简称',
      position: null,
      isWhole: true,
      followers: [
        {
          userid: 'm',
          remark: null,
          description: null,
          remarkCorpName: null,
          mobiles: [],
          tags: [{ id: null, group: null, name: 't' }],
          addWay: null,
          followedAt: null,
        },
      ],
    })
  })
})

it('a contact has the id that all apps of the company’s open platform account share', async () => {
  const external_contact = { external_userid: 'wm1', name: '陈晓雨', type: 1, unionid: 'oAAAA' }
  script['externalcontact/get'] = [{ external_contact, follow_user: [{ userid: 'm' }] }]
  expect(await start().contact('wm1', signal)).toMatchObject({ unionId: 'oAAAA' })
})

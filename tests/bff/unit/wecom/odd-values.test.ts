import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChatCard } from '#contract/chat'
import { ContactCard } from '#contract/contact'
import { createPermissions } from '../../../../src/bff/access/permissions.ts'
import { noChanges } from '../../../../src/bff/access/changes.ts'
import { createChatHandlers } from '../../../../src/bff/features/chat.ts'
import { toContactCard } from '../../../../src/bff/features/contact-card.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { createWecom } from '../../../../src/bff/wecom/index.ts'
import { clockOf } from '../../../support/clock.ts'
import { fakeHttp } from '../../../support/fake-http.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const signal = new AbortController().signal
/** For a machine with much else to do. */
const slowMs = 60_000
const config = {
  corpId: 'ww1',
  agentId: '7',
  secret: 's',
  apiUrl: 'http://wecom.test',
  oauthUrl: 'http://wecom.test',
  webLoginUrl: null,
}
const tokens = { get: async () => null, put: async () => {}, drop: async () => {} }
const leases = { acquire: async () => true, extend: async () => true, msLeft: async () => 0, release: async () => {} }
const seal = createSeal(['x'.repeat(32)])

type Fields = Record<string, unknown>

/** WeCom, with answers of its own for the contact and the group; tells which fields could not be read. */
function open(answers: { contact?: Fields; chat?: Fields }) {
  const unread: string[] = []
  const http = fakeHttp(({ url }) => {
    if (url.includes('gettoken')) return { access_token: 't', expires_in: 7200 }
    return url.includes('groupchat') ? answers.chat : answers.contact
  })
  const clock = clockOf(() => now)
  const note = ({ field }: { field: string }) => void unread.push(field)
  const wecom = createWecom({ config, http, store: { tokens, leases }, seal, clock, owner: 'me', note })
  return { unread, wecom, access: createPermissions({ wecom, clock, changes: noChanges }) }
}

const outside = { external_userid: 'wm1', name: '陈晓雨', type: 1 }
const mine = { userid: 'me', remark: '老陈', createtime: 1_700_000_000, add_way: 1, tags: [{ tag_name: '重点' }] }
const withMine = (patch: Fields): { contact: Fields } => ({
  contact: { external_contact: outside, follow_user: [{ ...mine, ...patch }] },
})

const contactFields = [
  'name',
  'avatar',
  'type',
  'corp_name',
  'corp_full_name',
  'position',
  'gender',
  'external_profile',
]
const followFields = ['remark', 'description', 'createtime', 'tags', 'remark_corp_name', 'remark_mobiles', 'add_way']
const chatFields = ['name', 'create_time', 'notice', 'admin_list', 'member_version']

const cardOf = async (answers: Parameters<typeof open>[0], userid = 'me') => {
  const contact = await open(answers).access.contact(userid, 'wm1', signal)
  const follower = contact.followers.find((one) => one.userid === userid)
  if (!follower) throw new Error('no right')
  return ContactCard.parse(toContactCard({ contact, mine: follower, followers: [], links: [], isFixed: () => false }))
}

describe('whatever WeCom puts into a field that gives no right', () => {
  it(
    'the contact is shown to its follower, to nobody else, and never with a wrong time',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom(...contactFields), fc.jsonValue()),
          fc.dictionary(fc.constantFrom(...followFields), fc.jsonValue()),
          async (ofContact, ofFollow) => {
            const follow_user = [{ ...mine, ...ofFollow }]
            const contact = { external_contact: { ...outside, ...ofContact }, follow_user }
            const card = await cardOf({ contact })
            const isTold = !('createtime' in ofFollow)
            if (isTold) expect(card.follow.since).toBe('2023-11-15T06:13:20+08:00')
            else if (card.follow.since !== null) expect(card.follow.since >= '2000').toBe(true)
            await expect(open({ contact }).access.contact('other', 'wm1', signal)).rejects.toMatchObject({
              code: 'not_a_follower',
            })
          },
        ),
        { numRuns: 150 },
      )
    },
    slowMs,
  )

  it(
    'the group is shown to who is in it, and to nobody else',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom(...chatFields), fc.jsonValue()),
          fc.jsonValue(),
          async (odd, type) => {
            const member_list = [
              { userid: 'me', type: 1 },
              { userid: 'odd', type },
            ]
            const chat = { group_chat: { chat_id: 'wr1', owner: 'boss', member_list, ...odd } }
            const { access, wecom } = open({ chat })
            const handlers = createChatHandlers({ access, wecom: { nameOf: async () => null } })
            const call = {
              query: undefined,
              body: undefined,
              log: null as never,
              requestId: 'r',
              refresh: false,
              signal,
            }
            const card = await handlers['GET /api/chats/:chatId']({
              ...call,
              staff: { userid: 'me', name: '我' },
              params: { chatId: 'wr1' },
            })
            expect(ChatCard.parse(card)).toMatchObject({ memberCount: 2, owner: { userid: 'boss' }, isMine: false })
            await expect(wecom.chat('wr1', signal)).resolves.toBeDefined()
            await expect(access.chat('other', 'wr1', signal)).rejects.toMatchObject({ code: 'not_a_chat_member' })
            if (type !== 1 && type !== '1')
              await expect(access.chat('odd', 'wr1', signal)).rejects.toMatchObject({ code: 'not_a_chat_member' })
          },
        ),
        { numRuns: 150 },
      )
    },
    slowMs,
  )

  it(
    'and into a colleague’s row, the reader’s own row is whole',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.jsonValue(),
          fc.dictionary(fc.constantFrom('userid', ...followFields), fc.jsonValue()),
          async (odd, fields) => {
            fc.pre(fields.userid !== 'me')
            const follow_user = [odd, { userid: 'colleague', ...fields }, mine, null]
            fc.pre(JSON.stringify(odd) !== JSON.stringify({ userid: 'me' }))
            const { follow } = await cardOf({ contact: { external_contact: outside, follow_user } })
            expect(follow).toMatchObject({ remark: '老陈', addWayRaw: 1, tags: [{ name: '重点' }] })
          },
        ),
        { numRuns: 150 },
      )
    },
    slowMs,
  )
})

describe('a right is read strictly', () => {
  it.each([
    ['a number', 7],
    ['a list', ['me']],
    ['an object', { id: 'me' }],
    ['true', true],
    ['an empty text', ''],
    ['a text with a control character', 'me\u0000'],
  ])('a userid that is %s gives nobody a right, and takes none away', async (_name, userid) => {
    const follow_user = [{ ...mine, userid }, { userid: 'colleague' }]
    const { access, unread } = open({ contact: { external_contact: outside, follow_user } })
    for (const who of ['me', '7', 'true', ''])
      await expect(access.contact(who, 'wm1', signal)).rejects.toMatchObject({ reason: 'unreadable' })
    expect(unread.some((field) => field.startsWith('follow_user'))).toBe(true)
    await expect(access.contact('colleague', 'wm1', signal)).resolves.toBeDefined()
  })

  it('an answer of which no row can be read ends no right: it is unreadable', async () => {
    const follow_user = [{ member: 'me' }, { member: 'colleague' }]
    const { access } = open({ contact: { external_contact: outside, follow_user } })
    await expect(access.contact('me', 'wm1', signal)).rejects.toMatchObject({ reason: 'unreadable' })
    const chat = { group_chat: { chat_id: 'wr1', owner: 'x', member_list: [{ id: 'me' }] } }
    await expect(open({ chat }).access.chat('me', 'wr1', signal)).rejects.toMatchObject({ reason: 'unreadable' })
  })

  it.each([[undefined], [null], [''], [7], [{}]])(
    'a group whose owner is %j is a group without an owner',
    async (owner) => {
      const member_list = [
        { userid: 'me', type: 1 },
        { type: 2, name: '未知' },
        { userid: 'wm1', type: 2 },
      ]
      const { access } = open({ chat: { group_chat: { chat_id: 'wr1', owner, member_list } } })
      const { owner: told, members } = await access.chat('me', 'wr1', signal)
      expect([told, members.map(({ id }) => id)]).toEqual([null, ['me', 'wm1']])
      await expect(access.chat('', 'wr1', signal)).rejects.toMatchObject({ code: 'not_a_chat_member' })
    },
  )
})

it.each([[' 1'], ['1.0'], ['１'], [true], [[1]]])('a member whose type is %j is no colleague', async (type) => {
  const member_list = [
    { userid: 'me', type: 1 },
    { userid: 'odd', type },
  ]
  const { access } = open({ chat: { group_chat: { chat_id: 'wr1', owner: 'boss', member_list } } })
  await expect(access.chat('odd', 'wr1', signal)).rejects.toMatchObject({ code: 'not_a_chat_member' })
  await expect(access.chat('me', 'wr1', signal)).resolves.toBeDefined()
})

describe('my row of a contact', () => {
  it.each<[string, Fields, Fields]>([
    [
      'a tag without its name, the others',
      { tags: [{ tag_name: null, group_name: '等级' }, { tag_name: '重点' }] },
      { tags: [{ group: null, name: '重点' }] },
    ],
    ['a tag with an id alone', { tags: [{ type: 3, tag_id: 'et1' }] }, { tags: [] }],
    ['an add_way in text', { add_way: '1' }, { addWay: '扫描二维码', addWayRaw: 1 }],
    ['an add_way that is not documented', { add_way: 24 }, { addWay: null, addWayRaw: 24 }],
    ['a createtime in text', { createtime: '1700000000' }, { since: '2023-11-15T06:13:20+08:00' }],
    ['a createtime that is none', { createtime: 0 }, { since: null }],
    ['mobiles as numbers', { remark_mobiles: [13_800_000_000, null, ''] }, { mobiles: ['13800000000'] }],
    ['a remark of all planes', { remark: '𠮷野家👨‍👩‍👧‍👦' }, { remark: '𠮷野家👨‍👩‍👧‍👦' }],
    ['a remark that shows nothing', { remark: '\u3164\u200B' }, { remark: null }],
  ])('has %s', async (_name, patch, follow) => {
    expect(await cardOf(withMine(patch))).toMatchObject({ follow })
  })

  it('has each of three hundred tags', async () => {
    const tags = Array.from({ length: 300 }, (_, index) => ({ group_name: 'g', tag_name: '同名', tag_id: `t${index}` }))
    expect((await cardOf(withMine({ tags }))).follow.tags).toHaveLength(300)
  })

  it('keeps the id of a tag that came without a name: moments go by it', async () => {
    const contact = await open(withMine({ tags: [{ tag_id: 'et1' }] })).wecom.contact('wm1', signal)
    expect(contact.followers[0]?.tags).toEqual([{ id: 'et1', group: null, name: null }])
  })
})

import { describe, expect, it } from 'vitest'
import { TodoList } from '#contract/work'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { accounts, linesIn, useQikeliao } from '../../support/use-qikeliao.ts'

const work = useQikeliao()
const board = (friendId: string = cast.seedFriend) => `/api/friends/${friendId}/board`

type Headers = Record<string, string>
const ask = (url: string, headers: Headers) => work.bff.get(url, undefined, headers)
const partsOf = async (url: string, headers: Headers) => {
  const answer = await ask(url, headers)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['set-cookie']).toBeUndefined()
  return new Map(linesIn(answer).map((line) => [line.part, line]))
}
const todosIn = (parts: Awaited<ReturnType<typeof partsOf>>) => TodoList.parse(parts.get('todos')?.body)

describe('the board of a friend who is linked', () => {
  it('is that of the contact, part by part', async () => {
    const mine = await work.enter()
    const [friend, contact] = [
      await partsOf(board(), mine),
      await partsOf(`/api/contacts/${cast.seedContact}/board`, mine),
    ]
    expect([...friend.keys()].toSorted()).toEqual([...contact.keys()].toSorted())
    expect(friend.size).toBe(6)
    for (const part of ['card', 'todos', 'field-tasks', 'group-sops'] as const)
      expect(friend.get(part), part).toEqual(contact.get(part))
    expect(friend.get('card')).toMatchObject({ status: 200, body: { externalUserId: cast.seedContact } })
  })

  it('has no moments, which are the caller’s own, nor has the contact’s when the page asks for it', async () => {
    const mine = await work.enter()
    const contact = `/api/contacts/${cast.seedContact}/board`
    for (const url of [board(), contact]) expect([...(await partsOf(url, mine)).keys()]).not.toContain('moments')
    const inWecom = linesIn(await work.bff.get(contact, await work.bff.signIn(cast.salesperson)))
    expect(inWecom.map(({ part }) => part)).toContain('moments')
  })

  it('is compressed as others are', async () => {
    const headers = await work.enter()
    const answer = await ask(board(), { ...headers, 'accept-encoding': 'gzip' })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(answer.headers['content-type']).toContain('application/x-ndjson')
  })

  it('holds only the todos once the caller no longer follows the contact, and the contact is closed to the bearer', async () => {
    const mine = await work.enter()
    const { world } = work.simulators
    const contact = world.contacts.find(({ externalUserId }) => externalUserId === cast.seedContact)
    const before = contact?.follows ?? []
    contact?.follows.splice(0, before.length, ...before.filter(({ userid }) => userid !== cast.salesperson))
    work.now += 301_000
    const parts = await partsOf(board(), mine)
    expect([...parts.keys()]).toEqual(['todos'])
    expect(new Set(todosIn(parts).items.map(({ friendId }) => friendId))).toEqual(new Set([cast.seedFriend]))
    expect((await ask(`/api/contacts/${cast.seedContact}`, mine)).json()).toMatchObject({ code: 'not_a_follower' })
  })
})

describe('the board of a friend who is not', () => {
  const friendId = 'wxid_linked_to_nobody'

  it('holds the open todos of this friend that are addressed to the caller, and nothing else', async () => {
    const { youmi } = work.simulators.vendors
    const own = youmi.addTodo({ weixin: friendId, title: '给我的', recipients: ['b08'] })
    youmi.addTodo({ weixin: friendId, title: '给何静的', recipients: ['b12'] })
    youmi.addTodo({ weixin: 'wxid_another_friend', title: '别的好友', recipients: ['b08'] })
    work.now += 11_000
    const headers = { ...(await work.enter({ friendId })), 'cache-control': 'no-cache' }
    const parts = await partsOf(board(friendId), headers)
    expect([...parts.keys()]).toEqual(['todos'])
    const list = todosIn(parts)
    expect(list).toMatchObject({ source: 'youmi', state: 'fresh', total: 1 })
    expect(list.items.map(({ id, title, contact }) => [id, title, contact])).toEqual([[`youmi:${own}`, '给我的', null]])
  })

  it('says so where the caller’s 工号 is not known', async () => {
    const headers = await work.enter({ friendId, account: accounts[cast.withoutYoumiId] ?? '' })
    expect(todosIn(await partsOf(board(friendId), headers))).toMatchObject({ state: 'unlinked', needs: 'staff-link' })
  })

  it('says so while 友米 does not answer and nothing is known', async () => {
    const account = accounts[cast.colleague] ?? ''
    const headers = await work.enter({ friendId, account })
    work.simulators.vendors.youmi.fault = 'down'
    const line = (await partsOf(board(friendId), headers)).get('todos')
    expect(line?.status).toBeGreaterThanOrEqual(502)
    expect(line?.body).toMatchObject({ source: 'youmi' })
  })

  it('stays without the contact that was linked after the opening', async () => {
    const headers = await work.enter({ friendId })
    const link = { source: 'youmi' as const, sourceId: friendId, name: null, linkedBy: 'import', linkedAt: work.now }
    await work.bff.store.links.add(cast.idle, link)
    expect([...(await partsOf(board(friendId), headers)).keys()]).toEqual(['todos'])
    expect((await ask(`/api/contacts/${cast.idle}`, headers)).statusCode).toBe(401)
    const anew = await work.enter({ friendId })
    expect((await partsOf(board(friendId), anew)).size).toBe(6)
    // A second contact that the caller follows: nobody can tell which one is meant.
    await work.bff.store.links.add(cast.emoji, link)
    expect([...(await partsOf(board(friendId), anew)).keys()]).toEqual(['todos'])
    expect([...(await partsOf(board(friendId), await work.enter({ friendId }))).keys()]).toEqual(['todos'])
    await work.bff.store.links.remove(cast.emoji, link, { by: 'import', at: work.now })
    await work.bff.store.links.remove(cast.idle, link, { by: 'import', at: work.now })
    expect([...(await partsOf(board(friendId), anew)).keys()]).toEqual(['todos'])
  })
})

describe('who asks', () => {
  it('with a session of WeCom asks for no friend', async () => {
    const cookie = await work.bff.signIn(cast.salesperson)
    const answers = [await work.bff.get(board(), cookie), await work.bff.get(board())]
    for (const answer of answers) expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  it('is out at once when they leave', async () => {
    const account = accounts[cast.colleague] ?? ''
    const headers = await work.enter({ account })
    expect((await ask(board(), headers)).statusCode).toBe(200)
    await work.bff.store.departures.leave(cast.colleague, work.now, false)
    expect((await ask(board(), headers)).statusCode).toBe(401)
    await work.bff.store.departures.restore(cast.colleague)
  })

  it('is out ten minutes after the opening, whatever they did meanwhile', async () => {
    const headers = await work.enter({ friendId: 'wxid_linked_to_nobody' })
    const opened = work.now
    for (const ms of [200_000, 400_000, 599_999]) {
      work.now = opened + ms
      expect((await ask(board('wxid_linked_to_nobody'), headers)).statusCode).toBe(200)
    }
    work.now = opened + 600_000
    expect((await ask(board('wxid_linked_to_nobody'), headers)).statusCode).toBe(401)
  })
})

describe('without 友米', () => {
  const bare = useQikeliao({ YOUMI_API_URL: '', YOUMI_TOKEN_URL: '', YOUMI_CLIENT_ID: '', YOUMI_CLIENT_SECRET: '' })

  it('the one line says that it is not connected', async () => {
    const answer = await bare.bff.get(board('wxid_1'), undefined, await bare.enter({ friendId: 'wxid_1' }))
    expect(linesIn(answer)).toMatchObject([{ part: 'todos', status: 200, body: { state: 'unconfigured' } }])
  })
})

import type { LightMyRequestResponse } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { boards } from '#contract/board'
import { endpoints } from '#contract/endpoint'
import { pictures } from '#contract/picture'
import { isOpenTo } from '../../src/bff/session/opens.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { linesIn, useQikeliao } from '../support/use-qikeliao.ts'

const work = useQikeliao({ RATE_LIMIT_CALLS: '1000000' })
const other = cast.emoji
const ids: Record<string, string> = {
  chatId: cast.seedChat,
  source: 'waiqin',
  sourceId: cast.seedCustomer,
  pushId: '701',
  noticeId: '1',
  jobId: '1',
  index: '0',
  key: '0',
  orderId: '4096000000000000000',
  panelId: 'panel',
}

/** Every call that there is, and what no table names. */
const calls = [
  ...Object.keys(endpoints),
  ...Object.keys(boards),
  ...Object.keys(pictures),
  'POST /api/reports',
  'HEAD /api/contacts/:externalUserId',
]
const urlOf = (call: string, externalUserId: string, friendId: string = cast.seedFriend): string =>
  (call.split(' ')[1] ?? '').replaceAll(
    /:(\w+)/g,
    (_, name: string) => ({ ...ids, externalUserId, friendId })[name] ?? '',
  )

/** By name: of a call that is new somebody has to say which of the two it is. */
const ofFriend = ['GET /api/friends/:friendId/board']
const ofContact = [
  '',
  '/board',
  '/todos',
  '/field-tasks',
  '/group-sops',
  '/order-tasks',
  '/orders',
  '/orders/:orderId',
  '/orders/:orderId/items/:index/picture',
  '/pushes',
  '/pushes/:pushId',
  '/pushes/:pushId/pieces/:key/picture',
].map((path) => `GET /api/contacts/:externalUserId${path}`)
/** About other customers. */
const notOfContact = ['GET /api/contacts/:externalUserId/link-candidates']
const opened = [...ofFriend, ...ofContact]
const closed = calls.filter((call) => !opened.includes(call))

const moving = /^(?:date|x-request-id|x-ratelimit-.*)$/
const seenOf = ({ statusCode, headers, body }: LightMyRequestResponse) => ({
  statusCode,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !moving.test(name))),
  body: body.replace(String(headers['x-request-id']), 'ID'),
})

let bearer: { authorization: string }
let cookie: string
beforeAll(async () => {
  bearer = await work.enter()
  cookie = await work.bff.signIn(cast.salesperson)
})

const ask = (call: string, url: string, headers: Record<string, string>) =>
  work.bff.app.inject({ method: call.split(' ')[0] as 'GET', url, headers: { origin: publicOrigin, ...headers } })

describe('a bearer', () => {
  it('opens of what is read of a contact that alone which is named here', () => {
    const known = calls.filter((call) => call.startsWith('GET /api/contacts/'))
    expect(known.toSorted()).toEqual([...ofContact, ...notOfContact].toSorted())
    expect(closed.length).toBeGreaterThan(20)
  })

  it.each(['/api/contacts/:externalUserId/notes', '/api/friends/:friendId/notes'])(
    'does not open %s, which nobody has named yet',
    (url) => {
      const friend = { friendId: cast.seedFriend, externalUserId: cast.seedContact }
      expect(isOpenTo(friend, { method: 'GET', params: friend, routeOptions: { url } })).toBe(false)
    },
  )

  it.each(opened)('opens %s for its contact and friend', async (call) => {
    const answer = await ask(call, urlOf(call, cast.seedContact), bearer)
    expect(answer.statusCode).not.toBe(401)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it.each(opened)('opens %s for nobody else: it is as good as none', async (call) => {
    const url = urlOf(call, other, 'wxid_another_friend')
    const answer = seenOf(await ask(call, url, bearer))
    expect(answer).toEqual(seenOf(await ask(call, url, {})))
    expect(answer.statusCode).toBe(401)
  })

  it.each(closed)('does not open %s', async (call) => {
    const url = urlOf(call, cast.seedContact)
    const answer = seenOf(await ask(call, url, bearer))
    expect(answer).toEqual(seenOf(await ask(call, url, {})))
    expect(answer.statusCode).toBe(401)
  })

  it.each(calls)('brought to %s lets no cookie count', async (call) => {
    const url = urlOf(call, other, 'wxid_another_friend')
    for (const authorization of [bearer.authorization, 'Bearer x', 'bearer', 'BEARER  '])
      expect((await ask(call, url, { authorization, cookie })).statusCode, authorization).toBe(401)
  })

  it('is no way around the origin that a change needs', async () => {
    const url = `/api/contacts/${cast.seedContact}/links/waiqin/${cast.seedCustomer}`
    const send = (headers: Record<string, string>) => work.bff.injectPlainly({ method: 'PUT', url, headers })
    const foreign = { ...bearer, origin: 'https://evil.example' }
    expect((await send(foreign)).json()).toMatchObject({ code: 'foreign_origin' })
    expect((await send({ ...bearer, cookie })).json()).toMatchObject({ code: 'foreign_origin' })
    expect((await send(bearer)).json()).toMatchObject({ code: 'unauthenticated' })
  })

  it('says nothing anywhere but at /api, and is no cookie', async () => {
    const token = bearer.authorization.slice('Bearer '.length)
    expect((await work.bff.get('/', undefined, bearer)).body).not.toContain(cast.salesperson)
    expect((await work.bff.get('/api/session', `sidedesk_session=${token}`)).statusCode).toBe(401)
    expect((await work.bff.get('/admin/doctor', undefined, bearer)).statusCode).toBe(404)
  })

  it('is not a session that a cookie may hold', async () => {
    const authorization = `Bearer ${cookie.split('=')[1]}`
    expect((await ask('GET', `/api/contacts/${cast.seedContact}`, { authorization })).statusCode).toBe(401)
  })

  it('another scheme of authorisation says nothing', async () => {
    const authorization = 'Basic dXNlcjpwYXNzd29yZA=='
    expect((await work.bff.get(`/api/contacts/${cast.seedContact}`, cookie, { authorization })).statusCode).toBe(200)
  })

  it('lets its own see no todo that is addressed to somebody else', async () => {
    const own = work.simulators.world.staff.find(({ userid }) => userid === cast.salesperson)?.youmiId ?? ''
    const answer = await ask('GET', urlOf('GET /api/friends/:friendId/board', ''), bearer)
    const todos = linesIn(answer).find(({ part }) => part === 'todos')?.body as { items: { recipients: string[] }[] }
    expect(todos.items.length).toBeGreaterThan(0)
    for (const { recipients } of todos.items) expect(recipients.length === 0 || recipients.includes(own)).toBe(true)
  })
})

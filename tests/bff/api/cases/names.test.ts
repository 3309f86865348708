import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../../src/sandbox/world/create-world.ts'
import { clockOf } from '../../../support/clock.ts'
import { publicOrigin, startBff, type TestBff } from '../../../support/start-bff.ts'

/** Longer than a card is remembered. */
const laterMs = 600_000
let now = Date.parse('2026-11-20T10:00:00+08:00')
const world = createWorld({ now })
let wecom: WecomVendor
let bff: TestBff
let cookie: string

beforeAll(async () => {
  wecom = await startWecom({ world, clock: clockOf(() => now), publicOrigin })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock: clockOf(() => now) })
  cookie = await bff.signIn(cast.salesperson)
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const get = (url: string) => bff.app.inject({ url, headers: { cookie, 'cache-control': 'no-cache' } })

/** The seed contact's card, under this name and with this remark of the reader. */
async function cardOf(name: string, remark: string) {
  const contact = world.contacts.find(({ externalUserId }) => externalUserId === cast.seedContact)
  if (!contact) throw new Error('no such contact')
  contact.name = name
  for (const follow of contact.follows) follow.remark = remark
  now += laterMs
  const answer = await get(`/api/contacts/${cast.seedContact}`)
  expect(answer.statusCode).toBe(200)
  return answer.json()
}

it.each([
  ['zero-width signs', '\u200B\u200B'],
  ['nothing', ''],
  ['a Hangul filler', '\u3164'],
  ['empty Braille', '\u2800'],
])('a customer whose name is %s goes by the remark, and else by a word for it', async (_name, name) => {
  expect(await cardOf(name, '晓雨 南坪')).toMatchObject({ name: '晓雨 南坪', follow: { remark: '晓雨 南坪' } })
  expect(await cardOf(name, '\u200B')).toMatchObject({ name: '未命名客户', follow: { remark: null } })
})

it('a link shows its name without hidden signs, also one that was kept when names still had them', async () => {
  const link = {
    source: 'waiqin',
    sourceId: 'c9',
    name: '南坪\u202E店\u200B',
    linkedBy: cast.salesperson,
    linkedAt: now,
  } as const
  await bff.store.links.add(cast.seedContact, link)
  expect(await cardOf('陈晓雨', '晓雨')).toMatchObject({ links: [{ sourceId: 'c9', name: '南坪店' }] })
})

it('a name that can be seen stays the heading', async () => {
  expect(await cardOf('陈晓雨', '晓雨 南坪')).toMatchObject({ name: '陈晓雨' })
})

it('each answer says what time it is by the server, for pages on computers whose clock is wrong', async () => {
  for (const url of ['/api/session', '/api/openapi.json', '/api/nowhere'])
    expect((await get(url)).headers['date']).toBe(new Date(now).toUTCString())
})

it('a customer of a source may have an id in Chinese letters, of any length that is allowed', async () => {
  const unlink = (id: string) =>
    bff.app.inject({
      method: 'DELETE',
      url: `/api/contacts/${cast.seedContact}/links/waiqin/${encodeURIComponent(id)}`,
      headers: { cookie, origin: publicOrigin },
    })
  for (const id of ['客户01', '客'.repeat(64)]) expect((await unlink(id)).json().code).not.toBe('bad_request')
  expect((await unlink('客'.repeat(65))).json().code).toBe('bad_request')
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GroupSopList } from '#contract/work'
import { startWork, type WorkBench } from '../../../support/start-work.ts'
import { startVendor, type Vendor } from '../../../support/http-vendor.ts'
import { clockOf } from '../../../support/clock.ts'
import { cast } from '../../../../src/sandbox/world/cast.ts'
import { authorize, cookiesOf, wecomUserAgent } from '../../../support/start-bff.ts'

type Told = Record<string, unknown>
/** Changes WeCom's answer to one call; null leaves it as it is, a text is sent as it stands. */
type Patch = (path: string, body: Told, answer: Told) => Told | string | Buffer | null

/** Rights and groups are asked for again after it. */
const agedMs = 11 * 60_000
let now = Date.parse('2026-11-20T10:00:00+08:00')
let front: Vendor
let bench: WorkBench
let me: string
let patch: Patch

/** WeCom's simulator behind a front that changes its answers. */
async function pass(method: string, url: string, body: string): Promise<string | Buffer> {
  const sent = method === 'POST' ? { method, body } : { method }
  const answer = (await (await fetch(`${bench.simulators.vendors.wecom.url}${url}`, sent)).json()) as Told
  const path = url.replace(/^\/cgi-bin\//, '').replace(/\?.*/, '')
  const changed = patch(
    path,
    body ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(url.split('?')[1])),
    answer,
  )
  return typeof changed === 'string' || Buffer.isBuffer(changed) ? changed : JSON.stringify(changed ?? answer)
}

beforeAll(async () => {
  front = await startVendor()
  front.answers = [
    (request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => void parts.push(part))
      request.on('end', () => {
        pass(request.method ?? '', request.url ?? '', Buffer.concat(parts).toString()).then(
          (told) => response.end(told),
          () => response.destroy(),
        )
      })
    },
  ]
  patch = () => null
  bench = await startWork({ clock: clockOf(() => now), environment: { WECOM_API_URL: front.url } })
})
beforeEach(async () => {
  patch = () => null
  now += agedMs
  me = await bench.bff.signIn(cast.salesperson)
})
afterAll(async () => {
  await bench.close()
  await front.close()
})

const get = (path: string, headers = {}) => bench.bff.get(`/api/${path}`, me, headers)
const sops = async () =>
  GroupSopList.parse((await get('me/group-sops?status=all&limit=200', { 'cache-control': 'no-cache' })).json())
const isGroup = (path: string) => path === 'externalcontact/groupchat/get'
const metrics = async () => (await bench.bff.get('/metrics')).body

describe('of forty groups, one that WeCom refuses', () => {
  it.each([49_008, 40_050, 86_003, 60_111, 90_501, 84_061, 12_345])(
    'with %i is left out; the others are shown and the list is fresh',
    async (errcode) => {
      const all = await sops()
      expect(all.state).toBe('fresh')
      const gone = all.items[0]?.chatId ?? ''
      now += agedMs
      patch = (path, { chat_id: id }) => (isGroup(path) && id === gone ? { errcode, errmsg: 'no' } : null)
      const { items, state, leftOut, problem } = await sops()
      expect([state, leftOut ?? 0, problem ?? null]).toEqual(['fresh', 0, null])
      const others = new Set(all.items.map(({ chatId }) => chatId).filter((id) => id !== gone))
      expect(new Set(items.map(({ chatId }) => chatId))).toEqual(others)
      const card = await get(`chats/${gone}`)
      expect([card.statusCode, card.json<{ code: string }>().code]).toEqual([403, 'not_a_chat_member'])
    },
  )

  it('is counted by the code', async () => {
    expect(await metrics()).toMatch(/sidedesk_wecom_refused_total\{[^}]*errcode="49008"[^}]*\} [1-9]/)
    expect(await metrics()).toMatch(/sidedesk_wecom_refused_total\{[^}]*errcode="other"[^}]*\} [1-9]/)
  })

  it.each([48_002, 60_020, 45_009])('is not %i: that hits the call, and the list is not fresh', async (errcode) => {
    await sops()
    now += agedMs
    patch = (path) => (path.includes('groupchat') ? { errcode, errmsg: 'no' } : null)
    const answer = await get('me/group-sops?status=all')
    if (answer.statusCode === 200) expect(answer.json()).toMatchObject({ state: 'stale' })
    else expect(answer.statusCode).toBeGreaterThanOrEqual(500)
  })
})

describe('a contact as WeCom may send it', () => {
  const card = (path: string) => path === 'externalcontact/get'
  const named = (name: string) => (path: string, _body: Told, answer: Told) =>
    card(path) ? JSON.stringify({ ...answer, external_contact: { ...(answer.external_contact as Told), name } }) : null

  it('with a raw control character in the name, is shown', async () => {
    const put = named('王@@总')
    patch = (...told) => put(...told)?.replace('@@', '\b') ?? null
    const answer = await get(`contacts/${cast.seedContact}`)
    expect([answer.statusCode, answer.json<{ name: string }>().name]).toEqual([200, '王\b总'])
  })

  it('with a name that was cut inside a character, is shown', async () => {
    const put = named('王@@')
    patch = (...told) => {
      const [before, after] = put(...told)?.split('@@') ?? []
      return before === undefined
        ? null
        : Buffer.concat([Buffer.from(before), Buffer.from('f09f', 'hex'), Buffer.from(after ?? '')])
    }
    const answer = await get(`contacts/${cast.seedContact}`)
    expect([answer.statusCode, answer.json<{ name: string }>().name[0]]).toEqual([200, '王'])
  })

  it('with the reader in other letters, is shown to them', async () => {
    patch = (path, _body, answer) =>
      card(path) ? { ...answer, follow_user: [{ userid: cast.salesperson.toUpperCase(), remark: '大写' }] } : null
    const answer = await get(`contacts/${cast.seedContact}`)
    expect([answer.statusCode, answer.json<{ follow: Told }>().follow.remark]).toEqual([200, '大写'])
  })

  it('added a moment after it was refused, is shown at the second, uncached try', async () => {
    patch = (path) => (card(path) ? { errcode: 84_061, errmsg: 'no' } : null)
    expect((await get(`contacts/${cast.seedContact}`)).statusCode).toBe(403)
    patch = () => null
    const again = { 'cache-control': 'no-cache' }
    const [shown, todos] = await Promise.all([
      get(`contacts/${cast.seedContact}`, again),
      get(`contacts/${cast.seedContact}/group-sops`, again),
    ])
    expect([shown.statusCode, todos.statusCode]).toEqual([200, 200])
  })
})

describe('the sign-in', () => {
  async function signIn(userinfo: Told) {
    const { app } = bench.bff
    const begun = await app.inject('/auth/login')
    const landing = await authorize(begun.headers.location ?? '', bench.simulators.vendors.wecom.url, cast.salesperson)
    patch = (path) => (path === 'auth/getuserinfo' ? userinfo : null)
    return app.inject({ url: landing, headers: { cookie: cookiesOf(begun) } })
  }

  it('knows the member by UserId, as older and private editions write it', async () => {
    const done = await signIn({ errcode: 0, UserId: cast.salesperson })
    expect([done.statusCode, done.cookies.some(({ name }) => name.endsWith('session'))]).toEqual([303, true])
  })

  it.each([
    ['a member of a linked company', { userid: `wwOther/${cast.salesperson}` }],
    ['an empty userid', { userid: '' }],
    ['a userid that is no text', { userid: [cast.salesperson] }],
  ])('refuses %s', async (_name, userinfo) => {
    expect((await signIn({ errcode: 0, ...userinfo })).statusCode).toBe(403)
  })

  it.each([
    [
      'HarmonyOS',
      'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0.0.0 ArkWeb/4.1.6.1 Mobile wxwork/5.0.2',
    ],
    [
      'macOS',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) wxwork/4.1.36 wxworklocal',
    ],
    ['Windows', wecomUserAgent],
  ])('begins in the client of %s', async (_name, agent) => {
    const answer = await bench.bff.app.inject({ url: '/', headers: { 'user-agent': agent, accept: 'text/html' } })
    expect([answer.statusCode, answer.headers.location?.startsWith('/auth/login')]).toEqual([302, true])
  })
})

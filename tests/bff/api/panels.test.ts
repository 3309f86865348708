import { calculateJwkThumbprint, decodeJwt, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PanelToken } from '#contract/panel'
import { Boot, Session } from '#contract/session'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createTestClock } from '../../support/clock.ts'
import { createVerifier, crmOrigin, panelEnvironment } from '../../support/panels.ts'
import { publicOrigin, wecomUserAgent } from '../../support/start-bff.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'

const time = createTestClock(Date.parse('2026-11-20T10:00:00+08:00'))
const ofContact = `contacts/${cast.seedContact}`
const ofChat = `chats/${cast.seedChat}`
let bench: WorkBench
let me: string
let colleague: string
let verify: ReturnType<typeof createVerifier>

beforeAll(async () => {
  bench = await startWork({ clock: time.clock, environment: { ...panelEnvironment, METRICS_TOKEN: 'x'.repeat(16) } })
  me = await bench.bff.signIn(cast.salesperson)
  colleague = await bench.bff.signIn(cast.colleague)
  verify = createVerifier(bench.bff, time.now)
})
afterAll(() => bench.close())

const ask = (subject: string, panel = 'crm', { cookie = me, body }: { cookie?: string; body?: object } = {}) =>
  bench.bff.app.inject({
    method: 'POST',
    url: `/api/${subject}/panels/${panel}/token`,
    headers: { cookie },
    ...(body ? { payload: body } : {}),
  })

async function tokenOf(subject: string, options: { cookie?: string; body?: object } = {}): Promise<string> {
  const answer = await ask(subject, 'crm', options)
  return PanelToken.parse(answer.json()).token
}
const contextOf = async (subject: string, options: { cookie?: string; body?: object } = {}) =>
  decodeJwt(await tokenOf(subject, options)).ctx
const refusalOf = async (...asked: Parameters<typeof ask>) => {
  const answer = await ask(...asked)
  return [answer.statusCode, answer.json<{ code: string }>().code]
}

describe('a token', () => {
  const common = { iss: publicOrigin, aud: crmOrigin, sub: cast.salesperson, panel: 'crm', v: 1 }
  const random = { ctx: expect.stringMatching(/^[\w-]{22}$/), jti: expect.any(String) }

  it.each([
    [ofContact, { external_userid: cast.seedContact }],
    [ofChat, { chat_id: cast.seedChat }],
    ['me', {}],
  ])('of %s says who asks and what is open, and nothing else', async (subject, about) => {
    const answer = await ask(subject)
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store'])
    const { token, expiresAt } = PanelToken.parse(answer.json())
    const { claims, header } = await verify(token)
    const issued = time.now() / 1000
    const when = { iat: issued, exp: issued + 300 }
    const corp = { corp_id: bench.simulators.environment.WECOM_CORP_ID }
    expect(claims).toEqual({ ...common, ...corp, ...random, ...when, ...about })
    expect(header).toEqual({ alg: 'ES256', kid: expect.any(String), typ: 'sidedesk-context+jwt' })
    expect(Date.parse(expiresAt)).toBe((issued + 300) * 1000)
  })

  it('names the customer of the order system where exactly one is linked', async () => {
    const customer = async () => (await verify(await tokenOf(ofContact))).claims.customer_id
    const link = (sourceId: string) => ({
      source: 'orders' as const,
      sourceId,
      name: '陈晓雨',
      linkedBy: 'x',
      linkedAt: 1,
    })
    const { links } = bench.bff.store
    expect(await customer()).toBeUndefined()
    await links.add(cast.seedContact, link('KH1'))
    expect(await customer()).toBe('KH1')
    await links.add(cast.seedContact, link('KH2'))
    expect(await customer()).toBeUndefined()
    for (const sourceId of ['KH1', 'KH2'])
      await links.remove(cast.seedContact, { source: 'orders', sourceId }, { by: 'x', at: time.now() })
  })

  it('holds no name, no phone, and is in no line of the log', async () => {
    const token = await tokenOf(ofContact)
    expect(JSON.stringify(decodeJwt(token))).not.toMatch(/陈|晓|雨|1[3-9]\d{9}/)
    expect(bench.bff.logged.join('')).not.toContain(token.split('.')[1])
  })

  it.each([
    ['for another origin', { audience: 'https://bi.example.com:8443' }],
    ['of another kind', { typ: 'JWT' }],
    ['of another desk', { issuer: 'https://other.example.com' }],
    ['signed in another way', { algorithms: ['HS256'] }],
    ['after six minutes', { currentDate: new Date(time.now() + 361_000) }],
  ])('is not taken %s', async (_what, options) => {
    await expect(verify(await tokenOf(ofContact), options)).rejects.toThrow()
  })

  it('cannot be made by others: not without a signature, not with our public key as a secret', async () => {
    const token = await tokenOf(ofContact)
    const claims = decodeJwt(token)
    const { keys } = (await bench.bff.get('/.well-known/jwks.json')).json<{ keys: { kid: string; x: string }[] }>()
    const header = { alg: 'HS256', kid: keys[0]?.kid ?? '', typ: 'sidedesk-context+jwt' }
    const forged = new SignJWT(claims).setProtectedHeader(header).sign(Buffer.from(JSON.stringify(keys[0])))
    await expect(verify(new UnsecuredJWT(claims).encode())).rejects.toThrow()
    await expect(verify(await forged)).rejects.toThrow()
    const [head, , signature] = token.split('.')
    const other = Buffer.from(JSON.stringify({ ...claims, external_userid: cast.idle })).toString('base64url')
    await expect(verify([head, other, signature].join('.'))).rejects.toThrow()
  })

  it('has claims that nobody who asks can choose', async () => {
    for (const more of [
      { external_userid: cast.idle },
      { aud: 'https://evil.example' },
      { claims: {} },
      { ctx: 'mine' },
    ])
      expect(await refusalOf(ofContact, 'crm', { body: more })).toEqual([400, 'bad_request'])
  })
})

describe('who may have a token', () => {
  const unknown = [404, 'not_found']

  it.each([
    ['a panel that is not there', ofContact, 'nothing'],
    ['a panel for others', 'me', 'boss'],
    ['a panel for groups beside a contact', ofContact, 'wiki'],
    ['a panel for groups beside nobody', 'me', 'wiki'],
    ['a panel that is not there, beside a contact of others', `contacts/${cast.ofColleague}`, 'nothing'],
  ])('nobody of %s: it is as if there were no such call', async (_what, subject, panel) => {
    expect(await refusalOf(subject, panel)).toEqual(unknown)
  })

  it('only those whom the list names, however their userids are written', async () => {
    expect((await ask('me', 'boss', { cookie: colleague })).statusCode).toBe(200)
    expect((await ask(ofChat, 'wiki')).statusCode).toBe(200)
  })

  it('only followers and members', async () => {
    expect(await refusalOf(`contacts/${cast.ofColleague}`)).toEqual([403, 'not_a_follower'])
    expect(await refusalOf('chats/wrNobodyHasThisOneAAAAAAAAAAAAAAAAA')).toEqual([403, 'not_a_chat_member'])
  })

  it('only who is signed in', async () => {
    expect(await refusalOf(ofContact, 'crm', { cookie: '' })).toEqual([401, 'unauthenticated'])
  })

  it('nobody who lost the customer five minutes ago, nor a next one', async () => {
    const renew = await tokenOf(`contacts/${cast.idle}`)
    await bench.simulators.vendors.wecom.unfollow(cast.idle, cast.salesperson)
    time.pass(301_000)
    expect(await refusalOf(`contacts/${cast.idle}`, 'crm', { body: { renew } })).toEqual([403, 'not_a_follower'])
    await bench.simulators.vendors.wecom.follow(cast.idle, cast.salesperson)
  })
})

describe('a context', () => {
  it('is new each time', async () => {
    expect(await contextOf(ofContact)).not.toBe(await contextOf(ofContact))
  })

  it.each([ofContact, ofChat, 'me'])('of %s goes on with the next token', async (subject) => {
    const renew = await tokenOf(subject)
    time.pass(240_000)
    const again = await tokenOf(subject, { body: { renew } })
    expect(decodeJwt(again)).toMatchObject({ ctx: decodeJwt(renew).ctx, iat: time.now() / 1000 })
    expect(decodeJwt(again).jti).not.toBe(decodeJwt(renew).jti)
  })

  it('goes on until ten minutes after the end of the token', async () => {
    const renew = await tokenOf(ofContact)
    time.pass(300_000 + 599_000)
    expect(await contextOf(ofContact, { body: { renew } })).toBe(decodeJwt(renew).ctx)
    time.pass(2_000)
    expect(await contextOf(ofContact, { body: { renew } })).not.toBe(decodeJwt(renew).ctx)
  })

  it.each([
    ['another contact', () => tokenOf(`contacts/${cast.emoji}`)],
    ['a group', () => tokenOf(ofChat)],
    ['nobody', () => tokenOf('me')],
    ['the same contact, with a colleague', () => tokenOf(ofContact, { cookie: colleague })],
  ])('is not that of %s', async (_what, other) => {
    const renew = await other()
    expect(await contextOf(ofContact, { body: { renew } })).not.toBe(decodeJwt(renew).ctx)
  })

  it('is not one that somebody made up, and nothing tells so', async () => {
    const claims = decodeJwt(await tokenOf(ofContact))
    const unsigned = new UnsecuredJWT({ ...claims, ctx: 'x' }).encode()
    for (const renew of [unsigned, '', 'x', 'a.b.c', await tokenOf(ofContact).then((text) => `${text}x`)]) {
      const answer = await ask(ofContact, 'crm', { body: { renew } })
      expect(answer.statusCode).toBe(200)
      expect(decodeJwt(PanelToken.parse(answer.json()).token).ctx).toMatch(/^[\w-]{22}$/)
    }
  })
})

describe('the published keys', () => {
  it('are for everybody, for an hour, and public', async () => {
    await tokenOf('me')
    const { statusCode, headers, body } = await bench.bff.injectPlainly('/.well-known/jwks.json')
    expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=3600'])
    const { keys } = z.object({ keys: z.array(z.record(z.string(), z.string())) }).parse(JSON.parse(body))
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) {
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
      const { kty, crv, x, y, kid } = key
      expect(kid).toBe(await calculateJwkThumbprint({ kty: kty ?? '', crv: crv ?? '', x: x ?? '', y: y ?? '' }))
    }
  })
})

describe('the page', () => {
  it('knows the panels that its user may open, and not who else may', async () => {
    const ids = async (cookie: string) =>
      Session.parse((await bench.bff.get('/api/session', cookie)).json()).panels.map(({ id }) => id)
    expect(await ids(me)).toEqual(['crm', 'wiki'])
    expect(await ids(colleague)).toEqual(['crm', 'boss', 'wiki'])
    const { body } = await bench.bff.get('/', me, { 'user-agent': wecomUserAgent })
    expect(body).not.toMatch(/boss|LinXiaomei/)
    const [, boot = ''] = /<script type="application\/json" id="boot">(.+?)<\/script>/s.exec(body) ?? []
    expect(Boot.parse(JSON.parse(boot)).session?.panels[0]).toEqual({
      id: 'crm',
      title: '会员中心',
      url: 'https://crm.example.com/desk?from=wecom',
      origin: crmOrigin,
      entries: ['contact', 'group', 'mine'],
      place: true,
      linkHosts: ['shop.example.com'],
    })
  })

  it('tells a stranger of none', async () => {
    const { body } = await bench.bff.get('/')
    expect(body).not.toContain('crm')
  })

  it('may frame the panels, and nothing else', async () => {
    const policy = String((await bench.bff.get('/', me)).headers['content-security-policy'])
    expect(policy).toContain(`;frame-src https://crm.example.com https://bi.example.com:8443 http://localhost:9100;`)
    expect(policy).toContain("frame-ancestors 'none'")
  })
})

it('counts tokens by panel', async () => {
  const { body } = await bench.bff.get('/metrics', undefined, { authorization: `Bearer ${'x'.repeat(16)}` })
  expect(body).toMatch(/sidedesk_panel_tokens_total\{panel="crm"\} \d+/)
  expect(body).not.toContain('panel="nothing"')
})

it('refuses a person more than 120 tokens a minute, and nobody else', async () => {
  time.pass(60_000)
  const statuses = []
  for (let call = 0; call < 121; call += 1) statuses.push((await ask('me')).statusCode)
  expect(new Set(statuses.slice(0, 120))).toEqual(new Set([200]))
  expect(await refusalOf('me')).toEqual([429, 'rate_limited'])
  expect((await ask('me', 'crm', { cookie: colleague })).statusCode).toBe(200)
  time.pass(60_000)
  expect((await ask('me')).statusCode).toBe(200)
})

describe('without panels', () => {
  it('there are no tokens, no keys, and no frames', async () => {
    const bare = await startWork({ clock: time.clock })
    const cookie = await bare.bff.signIn(cast.salesperson)
    const answer = await bare.bff.app.inject({ method: 'POST', url: '/api/me/panels/crm/token', headers: { cookie } })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not_found'])
    expect((await bare.bff.get('/.well-known/jwks.json')).statusCode).toBe(404)
    expect((await bare.bff.get('/', cookie)).headers['content-security-policy']).not.toContain('frame-src')
    expect(await bare.bff.store.signingKeys.all()).toEqual([])
    await bare.close()
  })
})

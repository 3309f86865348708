import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PanelToken } from '#contract/panel'
import { systemClock } from '../../src/bff/clock.ts'
import { panels } from '../../src/bff/panels/config.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startPlain, type PlainBench } from '../security/start-plain.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { startPanelKeys, type PanelKeys } from '../support/panel-keys.ts'
import { startListening, type ListeningServer } from '../support/start-listening.ts'

const pages = ['docs/panels.md', 'docs/panels.en.md']
const panelOrigin = 'https://vip.example.com'
const typ = 'sidedesk-context+jwt'
const nowSeconds = () => Math.floor(Date.now() / 1000)

let sidedesk: PanelKeys
let panel: ListeningServer
beforeAll(async () => {
  sidedesk = await startPanelKeys(panelOrigin)
  const command = [process.execPath, 'docs/panels/server.mjs']
  panel = await startListening(command, { SIDEDESK_ORIGIN: sidedesk.origin, PANEL_ORIGIN: panelOrigin })
})
afterAll(async () => {
  await panel.stop()
  await sidedesk.close()
})

const ask = (token?: string) =>
  fetch(`${panel.url}/api/member`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })

describe('what is written about panels', () => {
  it('has the same sections in both languages', () => {
    const [chinese, english] = pages.map((page) =>
      [...readFileSync(page, 'utf8').matchAll(/^## (\d+) /gm)].map(([, number]) => Number(number)),
    )
    expect(chinese).toEqual(english)
    expect(chinese).toEqual(chinese?.map((_, index) => index + 1))
  })

  it('shows panels that the BFF takes, and claims as they are', () => {
    const text = readFileSync('docs/panels.md', 'utf8')
    const blockOf = (name: string) => new RegExp(`^\`\`\`json ${name}\n([^]*?)\n\`\`\`$`, 'm').exec(text)?.[1] ?? ''
    expect(panels.parse(blockOf('panels'))).toMatchObject([{ id: 'member', origin: panelOrigin }])
    const claims = JSON.parse(blockOf('claims'))
    expect(claims).toMatchObject({ aud: panelOrigin, panel: 'member', exp: claims.iat + 300, v: 1 })
  })

  it('has an example of at most 80 lines', () => {
    expect(readFileSync('docs/panels/page.html', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(80)
  })
})

describe('the page of the example', () => {
  it('may be framed by the sidebar alone, and names its origin', async () => {
    const answer = await fetch(panel.url)
    const policy = answer.headers.get('content-security-policy')
    expect(policy?.split('; ')).toContain(`frame-ancestors ${sidedesk.origin}`)
    expect(answer.headers.has('x-frame-options')).toBe(false)
    expect(answer.headers.has('set-cookie')).toBe(false)
    expect(await answer.text()).toContain(`data-sidedesk="${sidedesk.origin}"`)
  })

  it.each(['script', 'style'])('has a %s that its policy allows, and no other', async (tag) => {
    const answer = await fetch(panel.url)
    const [, text = '', ...more] = (await answer.text()).split(new RegExp(`</?${tag}>`))
    expect(more).toHaveLength(1)
    const hash = createHash('sha256').update(text).digest('base64')
    expect(answer.headers.get('content-security-policy')).toContain(`${tag}-src 'sha256-${hash}';`)
  })

  it('writes no HTML, and speaks to the sidebar alone', () => {
    const page = readFileSync('docs/panels/page.html', 'utf8')
    expect(page).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|cookie|postMessage\([^)]*'\*'/)
    expect(page).toContain('source === parent && origin === sidedesk')
  })
})

describe('the server of the example', () => {
  it('answers whom the token names', async () => {
    const answer = await ask(await sidedesk.sign())
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ badge: 1, head: { title: '银卡，还差 ¥6,800 升金卡' } })
    const stranger = await ask(await sidedesk.sign({ external_userid: 'constructor' }))
    expect(await stranger.json()).toMatchObject({ head: { title: '还不是会员' } })
  })

  it('allows a minute for clocks that differ', async () => {
    expect((await ask(await sidedesk.sign({ exp: nowSeconds() - 50 }))).status).toBe(200)
  })

  it.each([
    ['for another panel', { aud: 'https://stock.example.com' }],
    ['from another sidebar', { iss: 'https://sidedesk.example.com' }],
    ['that is over', { iat: 0, exp: 0 }],
    ['without an end', { exp: undefined }],
    ['of another version', { v: 2 }],
  ])('refuses a token %s', async (_, claims) => {
    const answer = await ask(await sidedesk.sign(claims))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ code: 'bad_token' })
  })

  it.each([['JWT'], ['at+jwt']])('refuses a token of the type %s', async (other) => {
    expect((await ask(await sidedesk.sign({}, { typ: other }))).status).toBe(401)
  })

  it('refuses no token, and what is none', async () => {
    expect((await ask()).status).toBe(401)
    expect((await ask('a.b.c')).status).toBe(401)
  })

  it('refuses a token that nobody signed, or somebody else', async () => {
    const claims = { iss: sidedesk.origin, aud: panelOrigin, sub: 'lisi', ctx: 'c1', exp: nowSeconds() + 300, v: 1 }
    const { privateKey } = await generateKeyPair('ES256')
    const { kid } = JSON.parse(Buffer.from((await sidedesk.sign()).split('.')[0] ?? '', 'base64url').toString())
    const foreign = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, typ }).sign(privateKey)
    expect((await ask(new UnsecuredJWT(claims).encode())).status).toBe(401)
    expect((await ask(await foreign)).status).toBe(401)
  })

  it('refuses a token that is signed with the public key as a secret', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(sidedesk.publicKey))
    const claims = { iss: sidedesk.origin, aud: panelOrigin, sub: 'lisi', ctx: 'c1', exp: nowSeconds() + 300, v: 1 }
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ }).sign(secret)
    expect((await ask(token)).status).toBe(401)
  })
})

describe('the example with the tokens of the product', () => {
  let plain: PlainBench
  let own: ListeningServer
  let me: string
  // A token names where the BFF is for browsers; the test's has no port there.
  const jwks = createServer(async (_request, response) => {
    const answer = await plain.bff.injectPlainly('/.well-known/jwks.json')
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(answer.body)
  })
  const configured = (id: string, origin: string) => ({
    id,
    title: id,
    url: `${origin}/`,
    entries: ['contact', 'mine'],
  })

  beforeAll(async () => {
    const PANELS = JSON.stringify([configured('member', panelOrigin), configured('stock', 'https://stock.example.com')])
    plain = await startPlain(systemClock, { PANELS })
    me = await plain.bff.signIn(cast.salesperson)
    await once(jwks.listen(0, '127.0.0.1'), 'listening')
    const address = jwks.address()
    const JWKS_URL = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`
    const env = { SIDEDESK_ORIGIN: publicOrigin, PANEL_ORIGIN: panelOrigin, JWKS_URL }
    own = await startListening([process.execPath, 'docs/panels/server.mjs'], env)
  })
  afterAll(async () => {
    await own.stop()
    await plain.close()
    jwks.closeAllConnections()
    jwks.close()
  })

  async function statusWith(subject: string, panelId: string): Promise<number> {
    const url = `/api/${subject}/panels/${panelId}/token`
    const { token } = PanelToken.parse(
      (await plain.bff.app.inject({ method: 'POST', url, headers: { cookie: me } })).json(),
    )
    return (await fetch(`${own.url}/api/member`, { headers: { authorization: `Bearer ${token}` } })).status
  }

  it.each([`contacts/${cast.seedContact}`, 'me'])('answers one for %s', async (subject) => {
    expect(await statusWith(subject, 'member')).toBe(200)
  })

  it('refuses one that was made for another page', async () => {
    expect(await statusWith('me', 'stock')).toBe(401)
  })
})

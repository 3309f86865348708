import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
const minutes = (count: number) => count * 60_000
let wecom: WecomVendor
let folder: string
let bffs: TestBff[] = []

beforeEach(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin, slowMs: 30_000 })
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-shared-'))
})

afterEach(async () => {
  await Promise.all(bffs.map((bff) => bff.close()))
  bffs = []
  await wecom.close()
  await rm(folder, { recursive: true, force: true })
})

/** Starts one more instance. All share one database. */
async function start(environment: Record<string, string> = {}): Promise<TestBff> {
  const shared = { ...wecom.environment, DATABASE_URL: `file:${join(folder, 'shared.db')}`, ...environment }
  const bff = await startBff({ environment: shared, wecomUrl: wecom.url, clock })
  bffs.push(bff)
  return bff
}

const asked = (operation: string) => wecom.seen.filter((request) => request.operation === operation).length
const contacts = [cast.seedContact, cast.idle, cast.samePhone, cast.managed]
const card = (bff: TestBff, cookie: string, id: string = cast.seedContact) => bff.get(`/api/contacts/${id}`, cookie)

function sign(bff: TestBff, cookie: string) {
  const payload = { url: `${publicOrigin}/` }
  return bff.app.inject({ method: 'POST', url: '/api/wecom/signature', headers: { cookie }, payload })
}

describe('the access token', () => {
  it('is fetched once for all who need it at the same time', async () => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    wecom.expireTokens()
    const answers = await Promise.all(contacts.map((id) => card(bff, cookie, id)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200])
    expect(asked('gettoken')).toBe(2)
  })

  it('is fetched once for all instances', async () => {
    const [one, other] = [await start(), await start()]
    const [first, second] = await Promise.all([one.signIn(cast.salesperson), other.signIn(cast.colleague)])
    await Promise.all([sign(one, first), sign(other, second)])
    expect(asked('gettoken')).toBe(1)
    expect(asked('ticket/get')).toBe(1)
  })

  it('is fetched anew once when it was revoked, and the call sent again', async () => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    wecom.expireTokens()
    expect((await card(bff, cookie)).statusCode).toBe(200)
    expect(asked('gettoken')).toBe(2)
    expect(asked('externalcontact/get')).toBe(2)
  })

  it('is renewed five minutes before its end', async () => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    now += minutes(114)
    await card(bff, cookie)
    expect(asked('gettoken')).toBe(1)
    now += minutes(2)
    await card(bff, cookie, cast.idle)
    expect(asked('gettoken')).toBe(2)
  })

  it('lies in the database sealed', async () => {
    const bff = await start()
    await bff.signIn(cast.salesperson)
    const { WECOM_CORP_ID = '', WECOM_AGENT_ID = '' } = wecom.environment
    const row = await bff.store.tokens.get(`wecom:token:${WECOM_CORP_ID}:${WECOM_AGENT_ID}`)
    const answer = await fetch(
      `${wecom.url}/cgi-bin/gettoken?corpid=${WECOM_CORP_ID}&corpsecret=${wecom.environment.WECOM_SECRET}`,
    )
    const { access_token: token } = (await answer.json()) as { access_token: string }
    const files = await Promise.all(['', '-wal'].map((end) => readFile(join(folder, `shared.db${end}`), 'latin1')))
    expect(row?.sealed).toMatch(/^ey/)
    expect(files.join('')).toContain(row?.sealed)
    expect(files.join('')).not.toContain(token)
  })

  it('is not asked for again for a minute after WeCom refused the secret', async () => {
    const bff = await start({ WECOM_SECRET: 'wrong' })
    const signIn = () => bff.signIn(cast.salesperson).catch((error: Error) => error.message)
    expect(await signIn()).toContain('upstream_refused')
    expect(await signIn()).toContain('upstream_refused')
    expect(asked('gettoken')).toBe(1)
    now += minutes(1) + 1000
    expect(await signIn()).toContain('upstream_refused')
    expect(asked('gettoken')).toBe(2)
  })
})

describe('the ticket', () => {
  it('is fetched once for many signatures', async () => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    const answers = await Promise.all([sign(bff, cookie), sign(bff, cookie), sign(bff, cookie)])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(new Set(answers.map((answer) => (answer.json() as { nonceStr: string }).nonceStr)).size).toBe(3)
    expect(asked('ticket/get')).toBe(1)
  })

  it('outlives the token that it was fetched with', async () => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    await sign(bff, cookie)
    wecom.expireTokens()
    expect((await sign(bff, cookie)).statusCode).toBe(200)
    expect(asked('ticket/get')).toBe(1)
  })
})

describe('a WeCom in trouble', () => {
  it.each([
    ['down', 502, 'upstream_unreachable'],
    ['refusing', 502, 'upstream_refused'],
    ['garbage', 502, 'upstream_unreadable'],
    ['rate_limited', 503, 'upstream_rate_limited'],
  ] as const)('that is %s is told as %i %s, and works again by itself', async (fault, status, code) => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    wecom.fault = fault
    const answer = await card(bff, cookie)
    expect(answer.statusCode).toBe(status)
    expect(answer.json()).toMatchObject({ code, source: 'wecom' })
    expect(answer.headers['retry-after']).toBe(code === 'upstream_rate_limited' ? '60' : undefined)
    wecom.fault = 'none'
    // After a rate limit WeCom is not called for as long as it asked.
    now += minutes(1)
    expect((await card(bff, cookie)).statusCode).toBe(200)
  })

  it('tells neither the page nor the log its secrets, tokens and words', async () => {
    const bff = await start()
    const cookie = await bff.signIn(cast.salesperson)
    const { WECOM_CORP_ID = '', WECOM_SECRET = '' } = wecom.environment
    const asking = await fetch(`${wecom.url}/cgi-bin/gettoken?corpid=${WECOM_CORP_ID}&corpsecret=${WECOM_SECRET}`)
    const { access_token: token } = (await asking.json()) as { access_token: string }
    const bodies: string[] = []
    for (const fault of ['refusing', 'garbage', 'down'] as const) {
      wecom.fault = fault
      bodies.push((await card(bff, cookie)).body, (await sign(bff, cookie)).body)
    }
    const told = bodies.join('\n') + bff.logged.join('\n')
    for (const secret of [WECOM_SECRET, token, 'api forbidden', wecom.url, cookie]) expect(told).not.toContain(secret)
    expect(bff.logged.join('\n')).toContain('"vendorCode":48002')
    expect(bff.logged.join('\n')).toMatch(/hint: \[\d+\], from ip: 127\.0\.0\.1/)
  })
})

import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { Boot, Signature } from '../../../src/contract/session.ts'
import { publicOrigin, startBff, wecomUserAgent, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
let wecom: WecomVendor
let bff: TestBff
let mine: string

beforeAll(async () => {
  const world = createWorld({ now })
  const [first] = world.staff
  if (first) first.name = '</script><b>$& 孟'
  wecom = await startWecom({ world, clock, publicOrigin, slowMs: 30_000 })
  const environment = { ...wecom.environment, WECOM_VERIFY_FILE: 'WW_verify_abc123.txt:abc123' }
  bff = await startBff({ environment, wecomUrl: wecom.url, clock })
  mine = await bff.signIn('mengxiangyu')
})

afterEach(() => {
  wecom.fault = 'none'
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const bootOf = (html: string) =>
  Boot.parse(JSON.parse(/<script type="application\/json" id="boot">(.*?)<\/script>/.exec(html)?.[1] ?? ''))

/** WeCom's client's answer to a page with this signature. */
function judge({ corpId, agentId, timestamp, nonceStr, signature }: Signature, url: string) {
  const config = { corpid: corpId, agentid: agentId, timestamp: String(timestamp), nonceStr, signature, jsApiList: [] }
  return wecom.judgeAgentConfig(config, url).err_msg
}

describe('the page', () => {
  it('carries who is signed in and a signature for exactly its address', async () => {
    const answer = await bff.get('/?entry=a%20b&x=1', mine, { 'user-agent': wecomUserAgent })
    const boot = bootOf(answer.body)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(boot.session?.staff.userid).toBe('mengxiangyu')
    const signature = Signature.parse(boot.signature)
    expect(signature.url).toBe(`${publicOrigin}/?entry=a%20b&x=1`)
    expect(judge(signature, signature.url)).toBe('agentConfig:ok')
    expect(judge(signature, `${publicOrigin}/?entry=a%20b&x=2`)).not.toBe('agentConfig:ok')
  })

  it('is cut off from a page that opened it, and costs no second process when the client opens it', async () => {
    const policy = async (site?: string) =>
      (await bff.get('/', mine, site ? { 'sec-fetch-site': site } : {})).headers['cross-origin-opener-policy']
    for (const site of ['cross-site', 'same-site', 'something-new', undefined])
      expect(await policy(site)).toBe('same-origin')
    for (const site of ['none', 'same-origin']) expect(await policy(site)).toBeUndefined()
  })

  it('lets no name break out of its data', async () => {
    const answer = await bff.get('/', mine)
    expect(answer.body).not.toContain('<b>')
    expect(bootOf(answer.body).session?.staff.name).toBe('</script><b>$& 孟')
  })

  it('goes to the login inside WeCom, and comes back to where it was', async () => {
    const answer = await bff.get('/?a=1', undefined, { 'user-agent': wecomUserAgent })
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location).toBe('/auth/login?to=%2F%3Fa%3D1')
  })

  it('is shown outside WeCom with nobody signed in, and asks WeCom for nothing', async () => {
    const before = wecom.seen.length
    const answer = await bff.get('/')
    expect(answer.statusCode).toBe(200)
    expect(bootOf(answer.body)).toMatchObject({ session: null, signature: null })
    expect(wecom.seen.length).toBe(before)
  })

  it('is the same under its file name', async () => {
    const answer = await bff.get('/index.html', mine)
    expect(bootOf(answer.body).signature?.url).toBe(`${publicOrigin}/index.html`)
  })

  it('may load only what is ours and avatars, and is not to be framed', async () => {
    const { headers } = await bff.get('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("style-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("img-src 'self' data: https://*.qlogo.cn https://*.qpic.cn https://wework.qpic.cn")
    expect(headers['x-frame-options']).toBe('DENY')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBeDefined()
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  it('may run the one script that the build put into it, and no other', async () => {
    const { body, headers } = await bff.get('/', mine)
    const [, script = ''] = /<script>(.*?)<\/script>/s.exec(body) ?? []
    const hash = createHash('sha256').update(script).digest('base64')
    expect(script).toContain('documentElement')
    expect(String(headers['content-security-policy'])).toContain(`script-src 'self' 'sha256-${hash}';`)
  })

  it.each(['down', 'slow', 'refusing'] as const)('loads without a signature while WeCom is %s', async (fault) => {
    const fresh = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock })
    wecom.fault = fault
    const began = performance.now()
    const answer = await fresh.get('/', mine)
    expect(performance.now() - began).toBeLessThan(5000)
    expect(bootOf(answer.body)).toMatchObject({ session: { staff: { userid: 'mengxiangyu' } }, signature: null })
    await fresh.close()
  })
})

describe('the files', () => {
  it('are kept for ever where their name holds their content', async () => {
    const answer = await bff.get('/assets/main.js')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['content-type']).toContain('javascript')
  })

  it('are kept for five minutes beside the page', async () => {
    const answer = await bff.get('/guard.js')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('public, max-age=300')
  })

  it.each([
    '/secret.env',
    '/assets/',
    '/assets/../secret.env',
    '/assets/%2e%2e/secret.env',
    '/assets/none.js',
    '/nope',
  ])('are not %s', async (url) => {
    const answer = await bff.get(url)
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'not_found' })
  })

  it.each([
    ['a range past the end', { range: 'bytes=999999-' }],
    ['a precondition that does not hold', { 'if-match': '"zzq"' }],
  ])('are not served for %s, which is no fault of ours', async (_name, headers) => {
    const answer = await bff.get('/assets/main.js', undefined, headers)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'bad_request' })
  })

  it('hold the check of the trusted domain', async () => {
    const answer = await bff.get('/WW_verify_abc123.txt')
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toBe('abc123')
  })
})

describe('health', () => {
  it('is ready while a vendor is dead', async () => {
    wecom.fault = 'down'
    expect((await bff.get('/healthz')).json()).toEqual({ status: 'ok' })
    const ready = await bff.get('/readyz')
    expect(ready.statusCode).toBe(200)
    expect(ready.json()).toMatchObject({ status: 'ok', mirrors: [] })
  })
})

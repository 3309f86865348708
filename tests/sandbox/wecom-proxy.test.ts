import { createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startPublicServer, type PublicServer } from '../../src/sandbox/front/public-server.ts'
import { startPanels, type Panels } from '../../src/sandbox/panels/panels.ts'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'

const policy = "default-src 'self'; frame-ancestors 'none'; script-src 'self'"
const sidebar = { 'sec-fetch-dest': 'iframe', cookie: 'sandbox=user=hejing&version=windows-5.0.11&dark=1&bridge=late' }

let simulators: Simulators
let panels: Panels
let server: PublicServer
let bff: Server
let seen: { url: string; method: string; headers: IncomingHttpHeaders; body: string }[]

/** A substitute for the BFF: one page, one echo, one cookie. */
async function startBff(): Promise<URL> {
  bff = createServer(async (request, response) => {
    const { url = '', method = '', headers } = request
    seen.push({ url, method, headers, body: await text(request) })
    if (url === '/api/echo') {
      const cleared = { 'clear-site-data': '"cookies"' }
      response.writeHead(201, { 'content-type': 'application/json', ...cleared, 'x-a': '1' }).end('{"ok":true}')
      return
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
      'set-cookie': ['sidedesk_session=x; Path=/; HttpOnly', 'sidedesk_state=y; Path=/auth'],
      etag: '"1"',
    })
    response.end(
      '<!doctype html><html><HEAD data-a="1"><script src="/guard.js"></script></head><body>页面</body></html>',
    )
  })
  await new Promise<void>((resolve) => bff.listen(0, '127.0.0.1', resolve))
  const address = bff.address()
  return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
}

beforeEach(async () => {
  seen = []
  server = await startPublicServer({ root: '/nowhere', port: 0, host: '127.0.0.1', isDev: false })
  simulators = await startSimulators({ publicOrigin: server.origin, fieldTasks: 10, slowMs: 5 })
  panels = await startPanels({ root: process.cwd(), sidedesk: server.origin, world: simulators.world })
  server.serve({ bff: await startBff(), simulators, panels })
})
afterEach(async () => {
  await server.close()
  bff.closeAllConnections()
  await Promise.all([simulators.close(), panels.close(), new Promise((resolve) => bff.close(resolve))])
})

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

/** Not `fetch`, because it sets its own Sec-Fetch headers. */
function call(path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const request = send(server.origin + path, { method, headers: { ...type, ...headers } }, (response) => {
      void text(response).then((read) =>
        resolve({ status: response.statusCode, headers: response.headers, body: read }),
      )
    })
    request.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
  })
}

describe('the document in the sidebar', () => {
  test('reaches the BFF with the user agent of the simulated client', async () => {
    await call('/', { ...sidebar, 'user-agent': 'Chromium', 'if-none-match': '"1"' })
    expect(seen[0]?.headers['user-agent']).toMatch(/Chrome\/107.*wxwork\/5\.0\.11 .*ColorScheme\/Dark$/)
    expect(seen[0]?.headers).not.toHaveProperty('if-none-match')
  })

  test('has the bridge before its first script, and may be framed by its own origin alone', async () => {
    const { headers, body } = await call('/', sidebar)
    expect(body).toMatch(
      /<HEAD data-a="1"><script src="\/sandbox\/bridge\.js" [^>]*data-bridge="late"[^>]*><\/script><script src="\/guard/,
    )
    expect(headers['content-security-policy']).toBe("default-src 'self'; frame-ancestors 'self'; script-src 'self'")
    expect(headers).not.toHaveProperty('x-frame-options')
    expect(headers['cache-control']).toBe('no-store')
  })
})

describe('everything else', () => {
  test('a plain visit of the page passes untouched', async () => {
    const { headers, body } = await call('/', {
      'sec-fetch-dest': 'document',
      cookie: sidebar.cookie,
      'user-agent': 'Mine',
    })
    expect(seen[0]?.headers['user-agent']).toBe('Mine')
    expect(body).not.toContain('bridge.js')
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'content-security-policy': policy, etag: '"1"' })
  })

  test('a frame in a browser that is no simulated client passes untouched', async () => {
    const { headers, body } = await call('/', { 'sec-fetch-dest': 'iframe' })
    expect(body).not.toContain('bridge.js')
    expect(headers['x-frame-options']).toBe('DENY')
  })

  test('calls pass with method, body, status and headers', async () => {
    const answer = await call('/api/echo', { origin: 'http://localhost' }, { a: 1 })
    expect(answer).toMatchObject({ status: 201, body: '{"ok":true}', headers: { 'x-a': '1' } })
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/api/echo', body: '{"a":1}' })
    expect(seen[0]?.headers.host).toBe(new URL(server.origin).host)
  })

  test('a BFF that is gone is a 502', async () => {
    bff.closeAllConnections()
    await new Promise((resolve) => bff.close(resolve))
    expect((await call('/')).status).toBe(502)
  })

  test('the OAuth page of WeCom lies on the same origin', async () => {
    const query = new URLSearchParams({
      appid: simulators.world.corpId,
      redirect_uri: `${server.origin}/auth/callback`,
      response_type: 'code',
      scope: 'snsapi_base',
      state: 'a',
    })
    const answer = await call(`/sandbox/wecom/connect/oauth2/authorize?${query.toString()}`, sidebar)
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toMatch(`${server.origin}/auth/callback?code=`)
    expect(seen).toEqual([])
  })
})

describe('the control API', () => {
  const client = { user: 'hejing', version: 'windows-4.1.36', isDark: false, bridge: 'ready' }
  const read = (answer: Answer): unknown => JSON.parse(answer.body)

  test('tells my chats, and those of another salesperson after a change of account', async () => {
    expect(read(await call('/sandbox/control/state'))).toMatchObject({
      user: 'mengxiangyu',
      conversations: expect.arrayContaining([expect.objectContaining({ title: '南坪店老板', suffix: '@微信' })]),
      faults: { wecom: 'none', youmi: 'none', waiqin: 'none', tanma: 'none' },
    })
    expect(read(await call('/sandbox/control/client', {}, client))).toMatchObject({ user: 'hejing' })
  })

  test('clears the cookies of the product on a change of account, and keeps them otherwise', async () => {
    await call('/', sidebar)
    const changed = await call('/sandbox/control/client', { cookie: 'sandbox=user=linxiaomei' }, client)
    expect(changed.headers['set-cookie']).toEqual([
      'sidedesk_session=; Path=/; Max-Age=0',
      'sidedesk_state=; Path=/auth; Max-Age=0',
      'sandbox=user=hejing&version=windows-4.1.36&dark=0&bridge=ready; Path=/; HttpOnly; SameSite=Lax',
    ])
    const same = await call('/sandbox/control/client', { cookie: 'sandbox=user=hejing' }, client)
    expect(same.headers['set-cookie']).toHaveLength(1)
  })

  test('has an outsider without chats', async () => {
    const answer = await call('/sandbox/control/client', {}, { ...client, user: 'outsider' })
    expect(read(answer)).toMatchObject({ user: 'outsider', conversations: [] })
  })

  test('switches the fault of a vendor, and reset takes it away', async () => {
    await call('/sandbox/control/fault', {}, { vendor: 'youmi', fault: 'down' })
    expect(simulators.vendors.youmi.fault).toBe('down')
    await call('/sandbox/control/reset', {}, {})
    expect(simulators.vendors.youmi.fault).toBe('none')
  })

  test('tells a page of the company’s own how to behave, until reset', async () => {
    const { status } = await call('/sandbox/control/panel', {}, { panel: 'member', behaviour: 'silent' })
    expect({ status, behaviour: panels.servers.member?.behaviour }).toEqual({ status: 200, behaviour: 'silent' })
    await call('/sandbox/control/reset', {}, {})
    expect(panels.servers.member?.behaviour).toBe('ok')
    expect((await call('/sandbox/control/panel', {}, { panel: 'hostile', behaviour: 'ok' })).status).toBe(404)
    expect((await call('/sandbox/control/panel', {}, { panel: 'member', behaviour: 'sad' })).status).toBe(400)
  })

  test('lets a test change what a vendor knows, and see what it was asked', async () => {
    const { wecom } = simulators.vendors
    await call(
      '/sandbox/control/act',
      {},
      { vendor: 'wecom', name: 'unfollow', args: ['wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA', 'linxiaomei'] },
    )
    expect(simulators.world.contacts.find(({ name }) => name === '陈晓雨')?.follows).toHaveLength(1)
    await fetch(`${wecom.url}/cgi-bin/gettoken`)
    expect(read(await call('/sandbox/control/seen'))).toMatchObject({ wecom: [{ operation: 'gettoken' }] })
  })

  test('lets the tokens of all vendors run out', async () => {
    const { wecom } = simulators.vendors
    const { corpId: corpid, secret: corpsecret } = simulators.world
    const query = new URLSearchParams({ corpid, corpsecret }).toString()
    const token = async () => {
      const answer: unknown = await (await fetch(`${wecom.url}/cgi-bin/gettoken?${query}`)).json()
      return z.object({ access_token: z.string() }).parse(answer).access_token
    }
    const before = await token()
    expect(await token()).toBe(before)
    expect((await call('/sandbox/control/expire-tokens', {}, {})).status).toBe(200)
    expect(await token()).not.toBe(before)
  })

  test('refuses an unknown verb, the end of a vendor, and a body that is wrong', async () => {
    expect((await call('/sandbox/control/act', {}, { vendor: 'wecom', name: 'close' })).status).toBe(404)
    expect((await call('/sandbox/control/act', {}, { vendor: 'wecom', name: 'toString' })).status).toBe(404)
    expect((await call('/sandbox/control/fault', {}, { vendor: 'youmi', fault: 'sad' })).status).toBe(400)
  })

  test('judges an agentConfig signature', async () => {
    const params = {
      corpid: simulators.world.corpId,
      agentid: simulators.world.agentId,
      timestamp: '1',
      nonceStr: 'a',
      signature: 'b',
    }
    const answer = await call('/sandbox/control/agent-config', {}, { params, url: `${server.origin}/` })
    expect(read(answer)).toEqual({ err_msg: 'agentConfig:fail_invalid signature', err_code: 40093 })
  })

  test('draws an avatar, and keeps markup in a name out of it', async () => {
    const answer = await call('/sandbox/avatar/wmJianKuohaoAAAAAAAAAAAAAAAAAAAAAAAAA.svg')
    expect(answer.headers['content-type']).toContain('image/svg+xml')
    expect(answer.body).not.toContain('<script')
  })
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { startYoumiCaller, type YoumiCaller } from './support/youmi-caller.ts'

let caller: YoumiCaller
beforeEach(async () => {
  caller = await startYoumiCaller()
})
afterEach(() => caller.vendor.close())

const page = { pageIndex: 1, pageSize: 1 }
const list = (headers?: Record<string, string>) => caller.post('GetChargeDaffairesList', page, headers)

test('client credentials give a bearer token and its life in seconds', async () => {
  expect(await (await caller.askToken()).json()).toEqual({
    access_token: expect.any(String),
    expires_in: 3600,
    token_type: 'Bearer',
    scope: 'Ls.Qkl.PublicApi',
  })
})

test.each([
  ['grant_type', 'password', 'unsupported_grant_type'],
  ['client_id', 'somebody', 'invalid_client'],
  ['client_secret', 'guess', 'invalid_client'],
  ['scope', 'openid', 'invalid_scope'],
])('another %s is refused', async (name, value, error) => {
  const response = await caller.askToken({ [name]: value })
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({ error })
})

test('credentials as JSON are refused: the identity server takes a form', async () => {
  const response = await fetch(`${caller.vendor.url}/connect/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials' }),
  })
  expect(await response.json()).toEqual({ error: 'invalid_request' })
})

test('a token is good until its life is over, then it is HTTP 401', async () => {
  caller.pass(3_599_000)
  expect((await list()).status).toBe(200)
  caller.pass(1000)
  const late = await list()
  expect(late.status).toBe(401)
  expect(late.headers.get('www-authenticate')).toContain('invalid_token')
  await caller.renew()
  expect((await list()).status).toBe(200)
})

test('no token, another scheme and a made-up token are HTTP 401', async () => {
  for (const Authorization of ['', 'Basic abc', 'Bearer made-up'])
    expect((await list({ Authorization })).status).toBe(401)
})

test('tokens can be revoked, and the quirk answers 10003 with HTTP 200', async () => {
  caller.vendor.expireTokens()
  expect((await list()).status).toBe(401)
  caller.vendor.quirks.tokenErrorInBody = true
  const response = await list()
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ succeed: false, errmsg: 10_003, values: null })
})

test('a TenantId is tolerated', async () => {
  expect((await list({ TenantId: '640462692' })).status).toBe(200)
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
beforeEach(async () => {
  fixture = await startWecomFixture()
})
afterEach(() => fixture.wecom.close())

const raw = async (path: string, init?: RequestInit) => (await fetch(fixture.wecom.url + path, init)).json()

describe('gettoken', () => {
  test('gives the same token within its life, with the seconds that are left', async () => {
    const { corpId: corpid, secret: corpsecret } = fixture.world
    const first = await fixture.get('gettoken', { corpid, corpsecret })
    expect(first).toMatchObject({ errcode: 0, errmsg: 'ok', expires_in: 7200 })
    fixture.pass(600_000)
    expect(await fixture.get('gettoken', { corpid, corpsecret })).toMatchObject({
      access_token: first.access_token,
      expires_in: 6600,
    })
  })

  test('gives another one after two hours', async () => {
    const first = await fixture.token()
    fixture.pass(7_200_000)
    expect(await fixture.token()).not.toBe(first)
  })

  test('refuses a wrong company with 40013 and a wrong secret with 40001, HTTP 200 and a hint', async () => {
    const { corpId, secret } = fixture.world
    const foreign = await fixture.get('gettoken', { corpid: 'ww0', corpsecret: secret })
    expect(foreign.errcode).toBe(40013)
    expect(foreign.errmsg).toMatch(/^invalid corpid, hint: \[\d{25}\], from ip: .*devtool\/query\?e=40013$/)
    expect(await fixture.get('gettoken', { corpid: corpId, corpsecret: 'x' })).toMatchObject({ errcode: 40001 })
  })
})

describe('the access token of every other call', () => {
  test('is missing: 41001, unknown: 40014, revoked or too old: 42001', async () => {
    expect(await raw('/cgi-bin/user/get?userid=mengxiangyu')).toMatchObject({ errcode: 41001 })
    expect(await raw('/cgi-bin/user/get?userid=mengxiangyu&access_token=x')).toMatchObject({ errcode: 40014 })
    const token = await fixture.token()
    const withToken = () => raw(`/cgi-bin/user/get?userid=mengxiangyu&access_token=${token}`)
    expect(await withToken()).toMatchObject({ errcode: 0 })
    fixture.wecom.expireTokens()
    expect(await withToken()).toMatchObject({ errcode: 42001 })
    expect(await fixture.get('user/get', { userid: 'mengxiangyu' })).toMatchObject({ errcode: 0 })
  })

  test('runs out by the clock', async () => {
    const token = await fixture.token()
    fixture.pass(7_200_000)
    const answer = await raw(`/cgi-bin/user/get?userid=mengxiangyu&access_token=${token}`)
    expect(answer).toMatchObject({ errcode: 42001 })
  })
})

describe('ticket/get', () => {
  test('gives the agent ticket, the same until it runs out', async () => {
    const first = await fixture.get('ticket/get', { type: 'agent_config' })
    expect(first).toMatchObject({ errcode: 0, expires_in: 7200 })
    expect((await fixture.get('ticket/get', { type: 'agent_config' })).ticket).toBe(first.ticket)
    fixture.pass(7_200_000)
    expect((await fixture.get('ticket/get', { type: 'agent_config' })).ticket).not.toBe(first.ticket)
  })

  test('refuses another kind of ticket with 40058', async () => {
    expect(await fixture.get('ticket/get', { type: 'wx_card' })).toMatchObject({ errcode: 40058 })
  })
})

describe('methods and faults', () => {
  test('a wrong method is 43001 or 43002', async () => {
    const access_token = await fixture.token()
    const posted = await raw(`/cgi-bin/user/get?access_token=${access_token}`, { method: 'POST', body: '{}' })
    expect(posted).toMatchObject({ errcode: 43001 })
    expect(await fixture.get('externalcontact/groupchat/get')).toMatchObject({ errcode: 43002 })
  })

  test('refusing answers 48002, and 40001 to gettoken', async () => {
    const access_token = await fixture.token()
    fixture.wecom.fault = 'refusing'
    expect(await raw(`/cgi-bin/user/get?access_token=${access_token}`)).toMatchObject({ errcode: 48002 })
    expect(await raw('/cgi-bin/gettoken')).toMatchObject({ errcode: 40001 })
  })

  test('rate limited answers 45009', async () => {
    const access_token = await fixture.token()
    fixture.wecom.fault = 'rate_limited'
    expect(await raw(`/cgi-bin/user/get?access_token=${access_token}`)).toMatchObject({ errcode: 45009 })
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { GroupSopList } from '#contract/work'
import { seal, signedQuery } from '../../../src/sandbox/vendors/wecom/callback-envelope.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { isSessionEnd } from '../../../src/bff/store/store.ts'
import { startBff, type TestBff } from '../../support/start-bff.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

const clock = clockOf(() => now)
let now = Date.parse('2026-11-20T10:00:00+08:00')
let folder: string
let bench: WorkBench
/** Another instance on the same database, which never receives a callback. */
let other: TestBff
let mine: string
let colleagues: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-callback-'))
  const shared = { DATABASE_URL: `file:${join(folder, 'shared.db')}` }
  bench = await startWork({ clock, environment: shared })
  const { environment, vendors } = bench.simulators
  other = await startBff({ environment: { ...environment, ...shared }, wecomUrl: vendors.wecom.url, clock })
  const address = await bench.bff.app.listen({ port: 0, host: '127.0.0.1' })
  await vendors.wecom.setCallbackUrl(`${address}/wecom/callback`)
  mine = await bench.bff.signIn(cast.salesperson)
  colleagues = await bench.bff.signIn(cast.colleague)
})

afterEach(() => {
  wecom().fault = 'none'
  vi.restoreAllMocks()
  // Longer than WeCom's answers may lag behind its callbacks.
  now += 61_000
})

afterAll(async () => {
  await other.close()
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

const wecom = () => bench.simulators.vendors.wecom
const status = async (path: string, cookie = mine, bff: Pick<TestBff, 'get'> = bench.bff) =>
  (await bff.get(`/api/${path}`, cookie)).statusCode
const asked = (operation: string) => wecom().seen.filter((call) => call.operation === operation).length

const ofContact = (id: string) =>
  ['', '/todos', '/field-tasks', '/group-sops', '/pushes', '/link-candidates?source=waiqin'].map(
    (path) => `contacts/${id}${path}`,
  )
const ofChat = (id: string) => ['', '/group-sops', '/pushes'].map((path) => `chats/${id}${path}`)
const statuses = (paths: string[], cookie = mine) => Promise.all(paths.map((path) => status(path, cookie)))
const groupListKey = async (path: string, cookie = mine) => {
  const list = GroupSopList.parse((await bench.bff.get(`/api/${path}`, cookie)).json())
  return new Set(list.items.map(({ chatId }) => chatId))
}

describe('a contact', () => {
  it.each(['member', 'customer'] as const)(
    'deleted by the %s is lost on the next call, whatever it asks',
    async (by) => {
      const paths = ofContact(cast.idle)
      expect(await statuses(paths)).toEqual(paths.map(() => 200))
      await wecom().unfollow(cast.idle, cast.salesperson, by)
      expect(await statuses(paths)).toEqual(paths.map(() => 403))
      await wecom().follow(cast.idle, cast.salesperson)
      expect(await statuses(paths)).toEqual(paths.map(() => 200))
    },
  )

  it('stays lost while WeCom is down', async () => {
    expect(await status(`contacts/${cast.managed}`)).toBe(200)
    await wecom().unfollow(cast.managed, cast.salesperson)
    wecom().fault = 'down'
    expect(await status(`contacts/${cast.managed}`)).toBe(502)
    expect(await status(`contacts/${cast.managed}/field-tasks`)).toBe(502)
  })

  it('is lost at every instance, told or not', async () => {
    expect(await status(`contacts/${cast.samePhone}`, mine, other)).toBe(200)
    await wecom().unfollow(cast.samePhone, cast.salesperson)
    expect(await status(`contacts/${cast.samePhone}`, mine, other)).toBe(403)
  })

  it('is nobody else’s loss', async () => {
    expect(await status(`contacts/${cast.seedContact}`, colleagues)).toBe(200)
    await wecom().unfollow(cast.seedContact, cast.colleague)
    expect(await status(`contacts/${cast.seedContact}`, colleagues)).toBe(403)
    expect(await status(`contacts/${cast.seedContact}`)).toBe(200)
  })

  it('shows its new remark on the next call', async () => {
    await status(`contacts/${cast.seedContact}`)
    await wecom().setRemark(cast.seedContact, cast.salesperson, '换了名字的老板')
    const card = (await bench.bff.get(`/api/contacts/${cast.seedContact}`, mine)).json()
    expect(card).toMatchObject({ follow: { remark: '换了名字的老板' } })
  })

  it('is asked about once after a change, and soon again: WeCom may lag behind itself', async () => {
    await wecom().setRemark(cast.seedContact, cast.salesperson, '一次')
    const before = asked('externalcontact/get')
    await statuses(ofContact(cast.seedContact))
    now += 9000
    await statuses(ofContact(cast.seedContact))
    expect(asked('externalcontact/get') - before).toBe(1)
    now += 2000
    await statuses(ofContact(cast.seedContact))
    expect(asked('externalcontact/get') - before).toBe(2)
    now += 60_000
    await statuses(ofContact(cast.seedContact))
    now += 60_000
    await statuses(ofContact(cast.seedContact))
    expect(asked('externalcontact/get') - before).toBe(3)
  })
})

describe('a group', () => {
  it('is lost by who leaves it', async () => {
    await wecom().joinChat(cast.busyChat, cast.colleague)
    expect(await statuses(ofChat(cast.busyChat), colleagues)).toEqual([200, 200, 200])
    await wecom().leaveChat(cast.busyChat, cast.colleague)
    expect(await statuses(ofChat(cast.busyChat), colleagues)).toEqual([403, 403, 403])
  })

  it('is in the lists of a contact from when he joins to when he leaves', async () => {
    const path = `contacts/${cast.seedContact}/group-sops?status=all`
    expect(await groupListKey(path)).toContain(cast.seedChat)
    await wecom().leaveChat(cast.seedChat, cast.seedContact)
    expect(await groupListKey(path)).not.toContain(cast.seedChat)
    await wecom().joinChat(cast.seedChat, cast.seedContact)
    expect(await groupListKey(path)).toContain(cast.seedChat)
  })

  it('goes over to its new owner', async () => {
    const path = 'me/group-sops?status=all'
    expect(await groupListKey(path)).toContain(cast.seedChat)
    expect(await groupListKey(path, colleagues)).not.toContain(cast.seedChat)
    await wecom().handOverChat(cast.seedChat, cast.colleague)
    expect(await groupListKey(path)).not.toContain(cast.seedChat)
    // The BFF reads the new owner after it has acknowledged the callback.
    await expect.poll(() => groupListKey(path, colleagues)).toContain(cast.seedChat)
    await wecom().handOverChat(cast.seedChat, cast.salesperson)
    await expect.poll(() => groupListKey(path)).toContain(cast.seedChat)
  })

  it('shows its new name', async () => {
    await status(`chats/${cast.seedChat}`)
    await wecom().renameChat(cast.seedChat, '换了名字的群')
    const card = (await bench.bff.get(`/api/chats/${cast.seedChat}`, mine)).json()
    expect(card).toMatchObject({ name: '换了名字的群' })
  })

  it('that is dismissed is gone for everybody', async () => {
    expect(await status(`chats/${cast.seedChat}`)).toBe(200)
    await wecom().dismissChat(cast.seedChat)
    expect(await statuses(ofChat(cast.seedChat))).toEqual([403, 403, 403])
    expect(await groupListKey('me/group-sops?status=all')).not.toContain(cast.seedChat)
    expect(await groupListKey(`contacts/${cast.seedContact}/group-sops?status=all`)).not.toContain(cast.seedChat)
  })
})

describe('the same told again', () => {
  it('is taken at the third try, where the database failed twice, and not before it is kept', async () => {
    vi.spyOn(bench.bff.store.changes, 'mark')
      .mockRejectedValueOnce(new Error('disk'))
      .mockRejectedValueOnce(new Error('disk'))
    expect(await status(`contacts/${cast.longName}`)).toBe(200)
    await wecom().unfollow(cast.longName, cast.salesperson)
    expect(wecom().callbacks.at(-1)).toEqual({ changeType: 'del_external_contact', tries: 3, isTaken: true })
    expect(await status(`contacts/${cast.longName}`)).toBe(403)
  })

  it('is acknowledged, and changes nothing', async () => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    const request = post(event())
    expect([(await request()).statusCode, (await request()).statusCode]).toEqual([200, 200])
    expect(mark).toHaveBeenCalledTimes(1)
    expect((await post(event())()).statusCode).toBe(200)
    expect(mark).toHaveBeenCalledTimes(2)
  })
})

const keys = () => {
  const { WECOM_CALLBACK_TOKEN: token = '', WECOM_CALLBACK_AES_KEY: aesKey = '' } = wecom().environment
  return { token, aesKey }
}
const event = (fields = '<Event>change_external_contact</Event>') =>
  `<xml>${fields}<ChangeType>edit_external_contact</ChangeType><ExternalUserID>${cast.markup}</ExternalUserID></xml>`

const dayMs = 86_400_000
const createdAt = (ms: number) =>
  event(`<Event>change_external_contact</Event><CreateTime>${secondsOf(ms)}</CreateTime>`)

interface Forgery {
  receiveId?: string
  /** Epoch ms. */
  sentAt?: number
  query?: Record<string, string>
  body?: (sealed: string) => string
  /** Null: the request says none. */
  type?: string | null
}

const secondsOf = (ms: number) => String(Math.floor(ms / 1000))
const envelope = (sealed: string) => `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`

/** A callback as WeCom sends it, with the changes that a test makes. Each call of the result sends it once. */
function post(message: string, { receiveId, sentAt = now, query, body = envelope, type = 'text/xml' }: Forgery = {}) {
  const sealed = seal(message, receiveId ?? bench.simulators.world.corpId, keys())
  const signed = { ...signedQuery(sealed, secondsOf(sentAt), keys()), ...query }
  return () =>
    bench.bff.injectPlainly({
      method: 'POST',
      url: `/wecom/callback?${new URLSearchParams(signed).toString()}`,
      headers: type === null ? {} : { 'content-type': type },
      payload: body(sealed),
    })
}

function verify(word: string, query: Record<string, string> = {}, receiveId = bench.simulators.world.corpId) {
  const echostr = seal(word, receiveId, keys())
  const signed = { ...signedQuery(echostr, '1', keys()), echostr, ...query }
  return bench.bff.injectPlainly(`/wecom/callback?${new URLSearchParams(signed).toString()}`)
}

describe('the address check', () => {
  it('says back the sealed word, and nothing around it', async () => {
    const answer = await verify('1616140317555161061')
    expect([answer.statusCode, answer.body]).toEqual([200, '1616140317555161061'])
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
  })

  it.each([
    ['a page', '<script>alert(1)</script>'],
    ['an event', event()],
    ['nothing', ''],
    ['a number with a line after it', '1616140317555161061\n'],
    ['digits of another script', '１６１６'],
    ['a number of 65 digits', '1'.repeat(65)],
  ])('does not say back %s', async (_name, word) => {
    const answer = await verify(word)
    expect([answer.statusCode, answer.json<object>()]).toEqual([400, expect.objectContaining({ code: 'bad_request' })])
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('whoever is not WeCom', () => {
  const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'

  it('hears the same of every fault', async () => {
    const wrong = { msg_signature: 'f'.repeat(40) }
    const sealed = seal('x', bench.simulators.world.corpId, keys())
    const unpadded = Buffer.from(sealed, 'base64').subarray(0, -16).toString('base64')
    const resigned = (encrypted: string) => ({
      query: signedQuery(encrypted, secondsOf(now), keys()),
      body: () => envelope(encrypted),
    })
    const answers = await Promise.all([
      post(event(), { query: wrong })(),
      post(event(), { query: { nonce: '1' } })(),
      post(event(), { sentAt: now - dayMs })(),
      post(createdAt(now - dayMs))(),
      post(event(), { query: { msg_signature: '' } })(),
      post(event(), { receiveId: 'wwSomebodyElse' })(),
      post(event(), resigned(unpadded))(),
      post(event(), resigned('AAAA'))(),
      post(event(), resigned('not base64!'))(),
      post(event(), { body: () => 'no xml' })(),
      post(event(), { body: () => '<xml></xml>' })(),
      post(event(), { body: (sealed) => laughs + envelope(sealed) })(),
      verify('word', wrong),
      verify('word', { echostr: sealed }),
      verify('word', {}, 'wwSomebodyElse'),
      bench.bff.injectPlainly('/wecom/callback'),
      bench.bff.injectPlainly('/wecom/callback?msg_signature=1&msg_signature=2&timestamp=1&nonce=1&echostr=1'),
    ])
    const told = answers.map((answer) => ({ ...answer.json<object>(), requestId: '' }))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 400))
    expect(told).toEqual(told.map(() => told[0]))
    expect(told[0]).not.toHaveProperty('detail')
  })

  it('changes nothing', async () => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    await post(event(), { query: { msg_signature: 'f'.repeat(40) } })()
    await post(event(), { receiveId: 'wwSomebodyElse' })()
    expect(mark).not.toHaveBeenCalled()
  })

  it('sends nothing that is large, and nothing that is no XML', async () => {
    expect((await post(event(), { body: (sealed) => envelope(sealed) + ' '.repeat(65_536) })()).statusCode).toBe(413)
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      const wrong = { query: { msg_signature: 'f'.repeat(40) } }
      expect((await post(event(), { type, body: () => '{}' })()).statusCode).toBe(400)
      expect((await post(event(), { type, ...wrong })()).statusCode).toBe(400)
      expect(
        (await post(event(), { type, body: (sealed) => envelope(sealed) + ' '.repeat(65_536) })()).statusCode,
      ).toBe(413)
    }
  })
})

describe('a message of another day', () => {
  it.each([
    ['sent a day ago', { sentAt: -dayMs, madeAt: null }],
    ['sent just now about what was a day ago, as no retry of WeCom is', { sentAt: 0, madeAt: -dayMs }],
    ['sent a day ahead', { sentAt: dayMs, madeAt: null }],
    ['of a day ahead', { sentAt: 0, madeAt: dayMs }],
  ])('%s is refused, changes nothing and is counted', async (_name, { sentAt, madeAt }) => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    const before = await counted('contact', 'old')
    const message = madeAt === null ? event() : createdAt(now + madeAt)
    expect((await post(message, { sentAt: now + sentAt })()).statusCode).toBe(400)
    expect(mark).not.toHaveBeenCalled()
    expect(await counted('contact', 'old')).toBe(before + 1)
  })

  it('is refused where its address does not say when it was sent', async () => {
    const sealed = seal(event(), bench.simulators.world.corpId, keys())
    for (const timestamp of ['', 'soon', '-1', '1e12'])
      expect(
        (await post(event(), { query: signedQuery(sealed, timestamp, keys()), body: () => envelope(sealed) })())
          .statusCode,
      ).toBe(400)
  })

  it('is taken while it is younger than that', async () => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    const almost = now - dayMs + 1000
    expect((await post(createdAt(almost), { sentAt: almost })()).statusCode).toBe(200)
    expect(mark).toHaveBeenCalledTimes(1)
  })
})

describe('WeCom', () => {
  it.each([
    'text/xml',
    'application/xml; charset=utf-8',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain',
    null,
  ])('is heard in a body that a proxy calls %s', async (type) => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    const answer = await post(event(), { type })()
    expect([answer.statusCode, answer.body]).toEqual([200, 'success'])
    expect(mark).toHaveBeenCalledExactlyOnceWith(cast.markup, now)
  })

  it('is heard though a name has a stray ampersand, or characters that no XML has', async () => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    for (const name of ['A & B', 'A \u0001\b B']) {
      const answer = await post(event(`<Event>change_external_contact</Event><Name>${name}</Name>`))()
      expect([answer.statusCode, answer.body]).toEqual([200, 'success'])
    }
    expect(mark).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['of a tag', '<Event>change_external_tag</Event>'],
    ['of nothing at all', ''],
  ])('is heard when it tells %s, which changes nothing', async (_name, fields) => {
    const mark = vi.spyOn(bench.bff.store.changes, 'mark')
    const answer = await post(event(fields))()
    expect([answer.statusCode, answer.body]).toEqual([200, 'success'])
    expect(mark).not.toHaveBeenCalled()
  })

  it('is counted by what it told', async () => {
    const before = await counted('other', 'new')
    await post(event('<Event>change_external_tag</Event>'))()
    expect(await counted('other', 'new')).toBe(before + 1)
    const contacts = await counted('contact', 'again')
    const again = post(event())
    await again()
    await again()
    expect(await counted('contact', 'again')).toBe(contacts + 1)
  })

  it('leaves neither its keys nor what it told in the log', async () => {
    await post(event('<Event>change_external_contact</Event><WelcomeCode>aWelcomeCode</WelcomeCode>'))()
    const logged = bench.bff.logged.join('\n')
    const { token, aesKey } = keys()
    for (const secret of [token, aesKey, 'aWelcomeCode', 'msg_signature']) expect(logged).not.toContain(secret)
  })
})

async function counted(kind: string, result: string): Promise<number> {
  const { body } = await bench.bff.get('/metrics')
  const line = body
    .split('\n')
    .find((each) => each.startsWith(`sidedesk_wecom_events_total{kind="${kind}",result="${result}"}`))
  return Number(line?.split(' ').at(-1) ?? 0)
}

describe('without callbacks', () => {
  it('the address is not there, nothing but ends of sessions is read, and the age of what is known bounds it', async () => {
    const { environment, vendors, world } = bench.simulators
    const alone = { ...environment, WECOM_CALLBACK_TOKEN: '', WECOM_CALLBACK_AES_KEY: '' }
    const bff = await startBff({ environment: alone, wecomUrl: vendors.wecom.url, clock })
    const read = vi.spyOn(bff.store.changes, 'of')
    const cookie = await bff.signIn(cast.salesperson)
    expect(await status(`contacts/${cast.emoji}`, cookie, bff)).toBe(200)
    await wecom().unfollow(cast.emoji, cast.salesperson)
    expect(await status(`contacts/${cast.emoji}`, cookie, bff)).toBe(200)
    now += 301_000
    expect(await status(`contacts/${cast.emoji}`, cookie, bff)).toBe(403)
    expect(read.mock.calls.flat(2).filter((subject) => !isSessionEnd(subject))).toEqual([])
    const sealed = seal('word', world.corpId, keys())
    const query = new URLSearchParams({ ...signedQuery(sealed, '1', keys()), echostr: sealed }).toString()
    expect((await bff.app.inject(`/wecom/callback?${query}`)).statusCode).toBe(404)
    expect((await bff.app.inject({ method: 'POST', url: '/wecom/callback', payload: {} })).statusCode).toBe(404)
    await bff.close()
  })
})

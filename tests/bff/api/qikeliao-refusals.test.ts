import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { clockOf } from '../../support/clock.ts'
import {
  chinaTime,
  encrypt,
  parametersOf,
  pathOf,
  qikeliao,
  type AddressParts,
} from '../../support/qikeliao-address.ts'
import { startBff, type TestBff } from '../../support/start-bff.ts'
import { accounts, importAccount, useQikeliao } from '../../support/use-qikeliao.ts'

const folder = await mkdtemp(join(tmpdir(), 'sidedesk-qikeliao-'))
const shared = { DATABASE_URL: `file:${join(folder, 'shared.db')}` }
const work = useQikeliao(shared)
let other: TestBff

beforeAll(async () => {
  const { environment, vendors } = work.simulators
  other = await startBff({
    environment: { ...environment, ...qikeliao, ...shared },
    wecomUrl: vendors.wecom.url,
    clock: clockOf(() => work.now),
  })
})
afterAll(async () => {
  await other.close()
  await rm(folder, { recursive: true, force: true })
})

const account = accounts[cast.salesperson] ?? ''
/** Right parameters of an address that nobody has opened. */
function fresh(parts: Partial<AddressParts> = {}): Record<string, string> {
  work.now += 1000
  return { ...parametersOf({ at: work.now, account, friendId: cast.seedFriend, ...parts }) }
}

/** What every answer has, and what is of this one alone. */
const moving = new Set(['date', 'x-request-id'])
const seenOf = ({ statusCode, headers, rawPayload }: LightMyRequestResponse) => ({
  statusCode,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !moving.has(name))),
  body: rawPayload.toString('base64'),
})

const ask = (query: Record<string, string>) => work.bff.get(pathOf(query))
const without = (name: string) => {
  const { [name]: _gone, ...rest } = fresh()
  return pathOf(rest)
}
const withOther = (name: string, change: (value: string) => string) => {
  const given = fresh()
  return pathOf({ ...given, [name]: change(given[name] ?? '') })
}
const minuteMs = 60_000
const at = (shiftMs: number) => ({ at: work.now + 1000 + shiftMs })
const timestamp = (shiftMs: number, unit = 1000) => ({
  body: { Timestamp: String(Math.floor((work.now + 1000 + shiftMs) / unit)) },
})

const hundred = Array.from({ length: 100 }, (_, index) => [`p${index}`, '1'])

const refused: [string, () => string][] = [
  ['without anything', () => '/embed/qkl'],
  ['without Type', () => without('Type')],
  ['without PKID', () => without('PKID')],
  ['without time', () => without('time')],
  ['without neber', () => without('neber')],
  ['without UserID', () => without('UserID')],
  ...['Type', 'PKID', 'time', 'neber', 'UserID'].map((name): [string, () => string] => [
    `with ${name} twice`,
    () => {
      const given = fresh()
      return `${pathOf(given)}&${name}=${encodeURIComponent(given[name] ?? '')}`
    },
  ]),
  ['of another type', () => withOther('Type', () => 'XX')],
  ['with a random number of five digits', () => pathOf(fresh({ neber: '38492' }))],
  ['with a random number that is none', () => pathOf(fresh({ neber: '38492a' }))],
  // DES uses seven bits of a byte: 384921 makes the same key.
  ['with another random number', () => withOther('neber', () => '384922')],
  ['with a longer time', () => withOther('time', (time) => time.padEnd(33))],
  ['with a time that is none', () => pathOf(fresh({ time: 'now' }))],
  ['with a body that is no Base64', () => withOther('PKID', (text) => `${text.slice(0, -1)}*`)],
  ['with a body of half a block', () => withOther('PKID', (text) => text.slice(0, -4))],
  ['with a body that was cut', () => withOther('PKID', (text) => text.slice(0, 64))],
  ['with a body of more than it may be', () => pathOf(fresh({ body: { uid: 'x'.repeat(2100) } }))],
  ['with an address of five thousand letters', () => `${pathOf(fresh())}&x=${'y'.repeat(5000)}`],
  ['with a hundred parameters', () => pathOf({ ...fresh(), ...Object.fromEntries(hundred) })],
  ['encrypted with another key', () => pathOf(fresh({ privateKey: 'another-key' }))],
  ['chained in the other way', () => pathOf(fresh({ cipher: 'ecb' }))],
  ['with a body that begins otherwise', () => pathOf({ ...fresh(), PKID: encryptedBody('X=1&UserID=meng.xy') })],
  [
    'with the name of a colleague outside',
    () => withOther('UserID', () => encrypt('lin.xm', qikeliao.QKL_PRIVATE_KEY)),
  ],
  ['with the name of a colleague inside', () => pathOf(fresh({ body: { UserID: 'lin.xm' } }))],
  ['of nobody', () => pathOf(fresh({ account: '' }))],
  ['of another merchant', () => pathOf(fresh({ body: { merchantid: '640462693' } }))],
  ['of no merchant', () => pathOf(fresh({ body: { merchantid: '' } }))],
  ['with a field that nobody has told of', () => pathOf(fresh({ body: { phone: '1' } }))],
  ['of two merchants', () => pathOf(fresh({ body: { wechat: `x&merchantid=${qikeliao.QKL_MERCHANT_ID}` } }))],
  ['beside no friend', () => pathOf(fresh({ friendId: '' }))],
  ['beside a friend that is none', () => pathOf(fresh({ friendId: 'a/../b' }))],
  ['made six minutes ago', () => pathOf(fresh(at(-6 * minuteMs)))],
  ['made in six minutes', () => pathOf(fresh(at(6 * minuteMs)))],
  ['whose time is of six minutes ago', () => pathOf(fresh({ time: chinaTime(work.now - 6 * minuteMs) }))],
  ['whose timestamp is of six minutes ago', () => pathOf(fresh(timestamp(-6 * minuteMs)))],
  [
    'whose times are six minutes apart',
    () => pathOf(fresh({ time: chinaTime(work.now - 4 * minuteMs), ...timestamp(3 * minuteMs) })),
  ],
  ['whose time is that of London', () => pathOf(fresh({ time: chinaTime(work.now - 8 * 60 * minuteMs) }))],
  ['without a timestamp', () => pathOf(fresh({ body: { Timestamp: '' } }))],
  ['whose timestamp is no number', () => pathOf(fresh({ body: { Timestamp: '1795829400x' } }))],
]

/** A whole body by the key of the usual address of this moment. */
function encryptedBody(text: string): string {
  const key = `${qikeliao.QKL_PRIVATE_KEY}?sign=384920${account}${chinaTime(work.now)}`
  return encrypt(text, key)
}

describe('an address is refused, in the same words and with the same headers to the letter', () => {
  let same: ReturnType<typeof seenOf>
  beforeAll(async () => {
    const used = pathOf(fresh())
    expect((await work.bff.get(used)).statusCode).toBe(200)
    const again = await work.bff.get(used)
    expect(again.body).toContain('请从企客聊重新打开')
    expect(again.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    same = seenOf(again)
    expect(same.statusCode).toBe(403)
  })

  it.each(refused)('%s', async (_what, make) => {
    expect(seenOf(await work.bff.get(make()))).toEqual(same)
  })

  it('opened at another instance', async () => {
    const url = pathOf(fresh())
    expect((await work.bff.get(url)).statusCode).toBe(200)
    expect(seenOf(await other.get(url))).toEqual(same)
  })

  it('opened before, with something in it that we do not read', async () => {
    const query = fresh()
    expect((await ask(query)).statusCode).toBe(200)
    // With eleven bytes of private key the time is no part of the key, and one bit of a byte never is.
    for (const changed of [{ time: chinaTime(work.now + 1000) }, { neber: '384921' }])
      expect(seenOf(await ask({ ...query, ...changed }))).toEqual(same)
    const body = Buffer.from(query['PKID'] ?? '', 'base64')
    const middle = Math.floor(body.length / 16) * 8
    body[middle] = (body[middle] ?? 0) ^ 1
    expect(seenOf(await ask({ ...query, PKID: body.toString('base64') }))).toEqual(same)
  })

  it('opened before, with another friend in it', async () => {
    const query = fresh()
    const changed = { ...parametersOf({ at: work.now, account, friendId: 'wxid_another_friend' }) }
    expect((await ask(query)).statusCode).toBe(200)
    expect(seenOf(await ask(changed))).toEqual(same)
  })

  it('opened a second time at once', async () => {
    const url = pathOf(fresh())
    const answers = await Promise.all([work.bff, other, work.bff, other].map((bff) => bff.get(url)))
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 403, 403, 403])
  })

  it('while WeCom does not say whether its person is still there', async () => {
    const url = pathOf(fresh())
    work.simulators.vendors.wecom.fault = 'down'
    expect(seenOf(await work.bff.get(url))).toEqual(same)
  })
})

it('an address is right with both times five minutes off, with a timestamp in milliseconds, and with other ways to write a time', async () => {
  const right: Partial<AddressParts>[] = [
    at(-5 * minuteMs),
    at(5 * minuteMs),
    { body: { Timestamp: String(work.now + 3000) } },
    { time: chinaTime(work.now + 4000).replaceAll('-', '/') },
  ]
  for (const parts of right) expect((await ask(fresh(parts))).statusCode, JSON.stringify(parts)).toBe(200)
})

describe('a right address of somebody', () => {
  const refusal = async (parts: Partial<AddressParts>) => {
    const answer = await ask(fresh(parts))
    expect(answer.statusCode).toBe(403)
    return answer.body
  }

  it('who is not linked says that an administrator can help, and repeats no name', async () => {
    const body = await refusal({ account: 'somebody.else' })
    expect(body).toContain('管理员')
    expect(body).not.toContain('somebody')
    // No name is guessed: this one is a userid.
    expect(await refusal({ account: cast.salesperson })).toBe(body)
    // Nor can a name be linked that is no id.
    expect(await refusal({ account: 'a name' })).toBe(body)
  })

  it('whose account is two people’s, or who has left, is told the same', async () => {
    const body = await refusal({ account: 'somebody.else' })
    const { bff, simulators } = work
    await importAccount(bff, cast.colleague, 'shared.one', work.now)
    await importAccount(bff, cast.busiest, 'shared.one', work.now)
    expect(await refusal({ account: 'shared.one' })).toBe(body)
    const gone = simulators.world.staff.find(({ userid }) => userid === cast.busiest)
    expect(gone).toBeDefined()
    await importAccount(bff, cast.busiest, 'he.j', work.now)
    expect((await ask(fresh({ account: 'he.j' }))).statusCode).toBe(200)
    simulators.world.staff.splice(
      simulators.world.staff.findIndex((one) => one === gone),
      1,
    )
    expect(await refusal({ account: 'he.j' })).toBe(body)
    if (gone) simulators.world.staff.push(gone)
  })

  it('whose userid was given to somebody else is told the same: the account was their predecessor’s', async () => {
    const body = await refusal({ account: 'somebody.else' })
    const { bff } = work
    await importAccount(bff, cast.withoutYoumiId, 'zhou.w', work.now)
    await bff.store.departures.leave(cast.withoutYoumiId, work.now, false)
    work.now += 2 * 86_400_000
    expect(await refusal({ account: 'zhou.w' })).toBe(body)
    await importAccount(bff, cast.withoutYoumiId, 'zhou.w', work.now)
    expect((await ask(fresh({ account: 'zhou.w' }))).statusCode).toBe(200)
  })
})

it('what is kept of an address goes a quarter of an hour later', async () => {
  const { openings } = work.bff.store
  const [now, expiresAt] = [work.now, work.now + 900_000]
  expect(await openings.take(['h'], { now, expiresAt })).toBe(true)
  expect(await openings.take(['h'], { now: expiresAt - 1, expiresAt })).toBe(false)
  expect(await openings.take(['h'], { now: expiresAt, expiresAt: expiresAt + 1 })).toBe(true)
})

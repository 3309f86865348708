import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '../../src/sandbox/world/cast.ts'
import { clockOf } from '../support/clock.ts'
import { addressOf, parametersOf, pathOf } from '../support/qikeliao-address.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { accounts, useQikeliao } from '../support/use-qikeliao.ts'
import { startPlain, type PlainBench } from './start-plain.ts'

const account = accounts[cast.salesperson] ?? ''
const work = useQikeliao({ AUDIT_READS: '1', RATE_LIMIT_STRANGERS: '20' })

describe('of an address nothing is written down', () => {
  /** What stands in it, and in the messages in it, as it is and as a query writes it. */
  const secretsOf = (parameters: Record<string, string>): string[] =>
    [
      ...['PKID', 'UserID', 'time', 'neber'].map((name) => parameters[name] ?? ''),
      account,
      'dock-password-of-the-account',
      '13800001111',
      'wxid_secretnumber',
      'kkk000001',
    ].flatMap((each) => [each, encodeURIComponent(each), each.replaceAll('+', ' ')])

  async function told(): Promise<string> {
    const metrics = await work.bff.get('/metrics')
    return work.bff.logged.join('') + metrics.body
  }

  it('in the log, in a measure or in an answer, whether it was right, wrong, used, too long or failed', async () => {
    work.now += 1000
    const right = { ...parametersOf({ at: work.now, account, friendId: cast.seedFriend }) }
    const cut = Buffer.from(right.PKID, 'base64').subarray(0, -8)
    const wrong = { ...right, PKID: cut.toString('base64') }
    const addresses = [right, wrong, right].map(pathOf)
    addresses.push(`${pathOf(right)}&x=${'y'.repeat(5000)}`, pathOf({ ...right, neber: '1' }), `${pathOf(right)}%zz`)
    work.bff.logged.length = 0
    const answers = []
    for (const url of addresses) {
      answers.push(await work.bff.get(url))
      answers.push(await work.bff.app.inject({ method: 'POST', url, headers: { accept: 'text/html' } }))
    }
    work.simulators.vendors.wecom.fault = 'down'
    work.now += 3_600_000
    const failing = { ...parametersOf({ at: work.now, account, friendId: cast.seedFriend }) }
    answers.push(await work.bff.get(pathOf(failing)))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([
      200, 405, 403, 405, 403, 405, 403, 400, 403, 405, 403, 405, 403,
    ])
    const heard = (await told()) + answers.map(({ headers, body }) => JSON.stringify(headers) + body).join('')
    for (const secret of [...secretsOf(right), ...secretsOf(wrong), ...secretsOf(failing)])
      expect(heard).not.toContain(secret)
    expect(heard).toContain('"route":"/embed/qkl"')
  })

  it('but who opened the page, from where, and which check it was that failed', async () => {
    const lines = work.bff.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    const openings = lines.filter(({ audit }) => audit === 'opening')
    expect(openings[0]).toMatchObject({ userid: cast.salesperson, source: 'qikeliao', address: '127.0.0.1' })
    expect(openings.slice(1).map(({ userid, refused }) => [userid, refused])).toEqual([
      [null, 'body fields same-user merchant times now friend'],
      [null, 'used'],
      [null, 'address'],
      [null, 'address'],
    ])
  })

  it('and not who is read about beside it, but by the friend’s id where reads are audited', async () => {
    work.simulators.vendors.wecom.fault = 'none'
    const headers = await work.enter()
    await work.bff.get(`/api/friends/${cast.seedFriend}/board`, undefined, headers)
    const line = work.bff.logged.map((each) => JSON.parse(each) as object).find((each) => 'friendId' in each)
    expect(line).toMatchObject({ audit: 'read', friendId: cast.seedFriend, userid: cast.salesperson, status: 200 })
  })
})

it('a stranger who tries address after address is told to wait', async () => {
  const statuses = []
  for (let count = 0; count < 21; count += 1) {
    const answer = await work.bff.app.inject({ url: '/embed/qkl?Type=WL', remoteAddress: '203.0.113.9' })
    statuses.push(answer.statusCode)
  }
  expect(new Set(statuses.slice(0, 20))).toEqual(new Set([403]))
  expect(statuses[20]).toBe(429)
})

describe('where 企客聊 is not configured', () => {
  const now = Date.parse('2026-11-20T10:00:00+08:00')
  let bench: PlainBench
  beforeAll(async () => {
    bench = await startPlain(clockOf(() => now))
  })
  afterAll(() => bench.close())

  it('there is no such page, and nobody whom its board is for', async () => {
    const cookie = await bench.bff.signIn('mengxiangyu')
    const page = addressOf({ at: now, account, friendId: cast.seedFriend })
    for (const headers of [{}, { cookie }, { authorization: 'Bearer x' }]) {
      const ask = async (url: string, method: 'GET' | 'POST' = 'GET') => {
        const answer = await bench.bff.app.inject({ method, url, headers: { origin: publicOrigin, ...headers } })
        return [answer.statusCode, { ...answer.json<object>(), requestId: '' }]
      }
      const unknown = await ask('/embed/nothing')
      expect(unknown[0]).toBe(404)
      expect(await ask(page)).toEqual(unknown)
      expect(await ask(page, 'POST')).toEqual(await ask('/embed/nothing', 'POST'))
      expect((await ask(`/api/friends/${cast.seedFriend}/board`))[0]).toBe(401)
    }
  })

  it('a bearer in front of a cookie says nothing', async () => {
    const cookie = await bench.bff.signIn('mengxiangyu')
    const answer = await bench.bff.get('/', cookie, { authorization: 'Bearer of-a-proxy' })
    expect(answer.body).toContain('mengxiangyu')
  })
})

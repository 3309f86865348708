import { afterAll, beforeAll, expect, it } from 'vitest'
import { PageError } from '#contract/page-report'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { clockOf } from '../../support/clock.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'

const minuteMs = 60_000
let now = Date.parse('2026-11-20T10:00:00+08:00')
let wecom: WecomVendor
let bff: TestBff
let cookie: string

beforeAll(async () => {
  const clock = clockOf(() => now)
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin })
  const environment = { ...wecom.environment, RATE_LIMIT_CALLS: '100' }
  bff = await startBff({ environment, wecomUrl: wecom.url, clock })
  cookie = await bff.signIn(cast.salesperson)
})
afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const report = { code: 'script_failed', build: '0123456789ab', client: '4.1.36' }

function send(payload: unknown, headers: Record<string, string> = { cookie, origin: publicOrigin }) {
  const type = { 'content-type': 'application/json' }
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return bff.injectPlainly({ method: 'POST', url: '/api/reports', headers: { ...type, ...headers }, payload: body })
}

async function counted(): Promise<Record<string, number>> {
  const { body } = await bff.get('/metrics')
  const lines = [...body.matchAll(/^sidedesk_page_errors_total\{(.*)\} (\d+)$/gm)]
  return Object.fromEntries(lines.map(([, labels = '', value]) => [labels, Number(value)]))
}

const loggedLines = () => bff.logged.filter((line) => line.includes('an error of the page'))

it('each error of a page is counted by its kind alone, all of them from the start on', async () => {
  const zero = Object.fromEntries(PageError.options.map((code) => [`code="${code}"`, 0]))
  expect(await counted()).toEqual(zero)
  const answers = [await send(report), await send({ ...report, client: null }), await send(report)]
  expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual(answers.map(() => [204, '']))
  expect(await counted()).toEqual({ ...zero, 'code="script_failed"': 3 })
})

it('each kind, build and client is one line of the log in ten minutes', async () => {
  now += 11 * minuteMs
  const before = loggedLines().length
  for (let turn = 0; turn < 5; turn += 1) await send(report)
  expect(loggedLines().length - before).toBe(1)
  expect(JSON.parse(loggedLines().at(-1) ?? '')).toMatchObject(report)
  await send({ ...report, build: 'ba9876543210' })
  now += 11 * minuteMs
  await send(report)
  expect(loggedLines().length - before).toBe(3)
})

it.each([
  ['a kind that is not in the list', { ...report, code: '陈晓雨' }],
  ['a build that is none', { ...report, build: 'mengxiangyu' }],
  ['a text for a client', { ...report, client: '13900000001 陈晓雨' }],
  ['a number of a person for a client', { ...report, client: '13900000001' }],
  ['a word more', { ...report, message: '陈晓雨' }],
  ['a word less', { code: report.code, build: report.build }],
  ['a list', [report]],
  ['nothing', null],
  ['no JSON', '{'],
])('%s is refused, and left in no count or line', async (_name, payload) => {
  const [before, lines] = [await counted(), loggedLines().length]
  const answer = await send(payload)
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'bad_request'])
  expect([await counted(), loggedLines().length]).toEqual([before, lines])
  expect(bff.logged.join('')).not.toContain('陈晓雨')
})

it('no more than 2 KB are read', async () => {
  expect((await send(JSON.stringify(report) + ' '.repeat(2048))).statusCode).toBe(413)
})

it('only our own page reports, of somebody who is signed in', async () => {
  expect((await send(report, { origin: publicOrigin })).statusCode).toBe(401)
  for (const others of [{ cookie }, { cookie, origin: 'https://evil.example' }])
    expect((await send(report, others)).statusCode).toBe(403)
})

it('reports count among a person’s calls, of which there is an end', async () => {
  const statuses = []
  for (let turn = 0; turn < 110; turn += 1) statuses.push((await send(report)).statusCode)
  expect(statuses.at(-1)).toBe(429)
})

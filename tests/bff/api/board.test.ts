import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { boards, type BoardLine } from '#contract/board'
import { endpoints, type Call } from '#contract/endpoint'
import { TodoList } from '#contract/work'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { useWork } from '../../support/use-work.ts'

const work = useWork()
const contact = `/api/contacts/${cast.seedContact}`
const chat = `/api/chats/${cast.seedChat}`

const get = (url: string, headers = {}, cookie = work.me) => work.bff.get(url, cookie, headers)
const linesOf = (body: string): BoardLine[] =>
  body
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
const part = (lines: readonly BoardLine[], name: string) => lines.find((line) => line.part === name)
/** Without what differs in every call. */
const lasting = (body: unknown) =>
  JSON.parse(JSON.stringify(body, (key, value) => (key === 'requestId' ? 'ID' : (value as unknown))))

/** The same question as a part of its board. */
function single(call: Call): string {
  const [, path = ''] = call.split(' ')
  const url = path.replace(':externalUserId', cast.seedContact).replace(':chatId', cast.seedChat)
  return call === 'GET /api/me/moments' ? `${url}?externalUserId=${cast.seedContact}` : url
}

describe('a board', () => {
  it.each([
    [`${contact}/board`, boards['GET /api/contacts/:externalUserId/board'].parts],
    [`${chat}/board`, boards['GET /api/chats/:chatId/board'].parts],
  ])('%s is what its single calls answer, a line each', async (url, parts) => {
    const answer = await get(url)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const lines = linesOf(answer.body)
    expect(lines.map((line) => line.part).toSorted()).toEqual(Object.keys(parts).toSorted())
    for (const [name, call] of Object.entries<Call>(parts)) {
      const alone = await get(single(call))
      expect(lasting(part(lines, name))).toEqual(
        lasting({ part: name, status: alone.statusCode, body: alone.json<unknown>() }),
      )
      expect(endpoints[call].response.safeParse(part(lines, name)?.body).success).toBe(alone.statusCode === 200)
    }
  })

  it('of mine has no card', async () => {
    const lines = linesOf((await get('/api/me/board')).body)
    expect(lines.map((line) => line.part).toSorted()).toEqual([
      'field-tasks',
      'group-sops',
      'moments',
      'notices',
      'order-tasks',
      'todos',
    ])
    for (const { part, body } of lines) expect(lasting(body)).toEqual(lasting((await get(`/api/me/${part}`)).json()))
  })

  it('is refused as a whole, like the card', async () => {
    const { world } = work.simulators
    const foreign = world.contacts.find(({ follows }) => follows.every(({ userid }) => userid !== cast.salesperson))
    for (const subject of [
      `/api/contacts/${foreign?.externalUserId}`,
      '/api/chats/wrNobodyHasThisOneAAAAAAAAAAAAAAAAA',
    ]) {
      const [card, board] = [await get(subject), await get(`${subject}/board`)]
      expect([board.statusCode, lasting(board.json())]).toEqual([403, lasting(card.json())])
      expect(board.headers['content-type']).toBe(card.headers['content-type'])
    }
    expect((await get(`${contact}/board`, {}, '')).statusCode).toBe(401)
    expect((await get('/api/contacts/%20/board')).statusCode).toBe(400)
  })

  it('has a Problem in the place of a part that failed, and the others', async () => {
    work.simulators.vendors.youmi.fault = 'garbage'
    work.now += 20_000
    const hejing = await work.bff.signIn('hejing')
    const lines = linesOf((await get('/api/me/board', {}, hejing)).body)
    expect(part(lines, 'todos')).toMatchObject({
      status: 502,
      body: { code: 'upstream_unreadable', source: 'youmi', status: 502 },
    })
    expect(lines.filter(({ status }) => status === 200)).toHaveLength(5)
  })

  it('shows all that is new to who pulls to refresh, and asks WeCom once', async () => {
    const before = linesOf((await get(`${contact}/board`)).body)
    const { youmi, wecom } = work.simulators.vendors
    const id = youmi.addTodo({ weixin: 'wxid_cdh8t1ajl8qm22', title: '补一单', recipients: ['b08'] })
    work.now += 11_000
    wecom.seen.length = 0
    const lines = linesOf((await get(`${contact}/board`, { 'cache-control': 'no-cache' })).body)
    const ids = (all: BoardLine[]) => TodoList.parse(part(all, 'todos')?.body).items.map((row) => row.id)
    expect([ids(before), ids(lines)].map((all) => all.includes(`youmi:${id}`))).toEqual([false, true])
    expect(wecom.seen.filter(({ operation }) => operation.includes('externalcontact/get'))).toHaveLength(1)
  })

  it('counts once against the limit', async () => {
    const left = async (url: string) => Number((await get(url)).headers['x-ratelimit-remaining'])
    const before = await left('/api/session')
    expect(await left(`${contact}/board`)).toBe(before - 1)
  })
})

it.each([{}, { 'accept-encoding': 'gzip' }])(
  'a silent source delays nobody else’s line, asked with %j',
  async (wanted) => {
    const { app } = work.bff
    if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    work.simulators.vendors.youmi.fault = 'slow'
    work.now += 60_000
    const headers = { cookie: work.me, 'cache-control': 'no-cache', ...wanted }
    const asked = request({ port, path: `${contact}/board`, headers }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    expect(answer.headers['content-encoding']).toBe('accept-encoding' in wanted ? 'gzip' : undefined)
    const begun = performance.now()
    const arrived: [string, number][] = []
    const lines = createInterface({ input: 'accept-encoding' in wanted ? answer.pipe(createGunzip()) : answer })
    for await (const line of lines) arrived.push([(JSON.parse(line) as BoardLine).part, performance.now() - begun])
    expect(arrived.map(([name]) => name).at(-1)).toBe('todos')
    const last = arrived.at(-1)?.[1] ?? 0
    for (const [name, ms] of arrived.slice(0, -1)) expect(ms, name).toBeLessThan(last / 2)
  },
)

import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { behaviours, type Behaviour } from '../../src/sandbox/panels/behaviours.ts'
import { startPanels, type Panels } from '../../src/sandbox/panels/panels.ts'
import type { PanelServer } from '../../src/sandbox/panels/start-panel.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { createTestClock } from '../support/clock.ts'
import { startPanelKeys, type PanelKeys } from '../support/panel-keys.ts'

const Configured = z.array(z.object({ id: z.string(), title: z.string(), url: z.string(), place: z.boolean() }))
const time = createTestClock()
const world = createWorld({ now: time.now() })
let sidedesk: PanelKeys
let panels: Panels
beforeAll(async () => {
  sidedesk = await startPanelKeys('nobody')
  panels = await startPanels({
    root: process.cwd(),
    sidedesk: sidedesk.origin,
    world,
    clock: time.clock,
    hasHostile: true,
  })
})
afterEach(() => panels.reset())
afterAll(async () => {
  await panels.close()
  await sidedesk.close()
})

function serverOf(name: 'member' | 'hostile'): PanelServer {
  const server = panels.servers[name]
  if (!server) throw new Error(`${name} is not there`)
  return server
}

async function show(claims: Record<string, unknown>): Promise<Response> {
  const { origin } = serverOf('member')
  const token = await sidedesk.sign({ aud: origin, sub: cast.salesperson, external_userid: undefined, ...claims })
  return fetch(`${origin}/api/member`, { headers: { authorization: `Bearer ${token}` } })
}

const listed = ({ environment }: Panels) => Configured.parse(JSON.parse(environment['PANELS'] ?? ''))

describe('the pages of the company', () => {
  test('are each at an origin of its own, which the BFF is told', () => {
    const origins = listed(panels).map(({ url }) => new URL(url).origin)
    expect(origins).toEqual([serverOf('member').origin, serverOf('hostile').origin])
    expect(new Set([...origins, sidedesk.origin]).size).toBe(3)
  })

  test('have none that misbehaves unless it is asked for', async () => {
    const usual = await startPanels({ root: process.cwd(), sidedesk: sidedesk.origin, world })
    await usual.close()
    expect(listed(usual).map(({ id, title, place }) => ({ id, title, place }))).toEqual([
      { id: 'member', title: '会员', place: true },
    ])
    expect(usual.servers.hostile).toBeUndefined()
  })

  test('end with the sandbox', async () => {
    const other = await startPanels({ root: process.cwd(), sidedesk: sidedesk.origin, world })
    const origin = other.servers.member?.origin ?? ''
    expect((await fetch(origin)).status).toBe(200)
    await other.close()
    await expect(fetch(origin)).rejects.toThrow('fetch failed')
  })
})

describe('the club', () => {
  test('knows the customer of the token: level, points and coupons', async () => {
    const view = await (await show({ external_userid: cast.seedContact })).json()
    expect(view).toMatchObject({ badge: 2, head: { title: '银卡，还差 ¥6,800 升金卡', share: 0.728 } })
    const { rows } = z.object({ rows: z.array(z.object({ title: z.string() }).loose()) }).parse(view)
    expect(rows).toMatchObject([
      { title: '本季返利', value: '¥1,286.00' },
      { title: '积分', value: '3,420' },
      {
        title: '满 2,000 减 120',
        give: { type: 'link', url: expect.stringMatching(/^https:\/\/vip\.sandbox\.invalid\//) },
      },
      { title: '年货礼盒 9 折', give: { type: 'text' } },
      { value: '已用' },
      { title: '会员号', copy: 'VIP10001' },
      { title: '会员系统', open: expect.stringMatching(/^https:\/\/vip\.sandbox\.invalid\//) },
    ])
  })

  test('has not heard of everybody', async () => {
    expect(await (await show({ external_userid: cast.stranger })).json()).toMatchObject({
      badge: 0,
      head: { title: '还不是会员' },
    })
  })

  test('counts the members of a group, and names nobody', async () => {
    const text = await (await show({ chat_id: cast.busyChat })).text()
    expect(text).toMatch(/群里有 \d+ 位会员/)
    for (const { name } of world.contacts) expect(text).not.toContain(name)
  })

  test('lists a salesperson’s own customers, and nobody else’s', async () => {
    const text = await (await show({})).text()
    expect(text).toContain('南坪店老板')
    expect(await (await show({ sub: 'nobody' })).json()).toMatchObject({ rows: [] })
  })

  test('answers nobody with the token of another page', async () => {
    expect((await show({ aud: serverOf('hostile').origin, external_userid: cast.seedContact })).status).toBe(401)
  })
})

describe('a bad page', () => {
  const open = (behaviour: Behaviour) => {
    const server = serverOf('hostile')
    server.behaviour = behaviour
    return fetch(server.origin, { redirect: 'manual' })
  }

  test('is as good as any until it is told', async () => {
    expect(await (await fetch(serverOf('hostile').origin)).text()).toContain('<title>会员</title>')
  })

  test('may be out of reach', async () => {
    await expect(open('down')).rejects.toThrow('fetch failed')
  })

  test('may not be framed, in either way', async () => {
    expect((await open('x-frame-options')).headers.get('x-frame-options')).toBe('DENY')
    expect((await open('frame-ancestors')).headers.get('content-security-policy')).toBe("frame-ancestors 'none'")
  })

  test('may lead to a login page of a third origin', async () => {
    const answer = await open('redirect-to-login')
    const third = new URL(answer.headers.get('location') ?? '')
    expect(answer.status).toBe(302)
    expect(third.origin).not.toBe(serverOf('hostile').origin)
    expect((await fetch(third)).status).toBe(200)
  })

  const answered = new Set<Behaviour>(['ok', 'down', 'redirect-to-login'])
  test.each(behaviours.filter((each) => !answered.has(each)))('%s runs a script that is there', async (behaviour) => {
    const page = await (await open(behaviour)).text()
    const [, path = ''] = /src="([^"]+)"/.exec(page) ?? []
    const script = await fetch(serverOf('hostile').origin + path)
    expect(script.headers.get('content-type')).toContain('text/javascript')
    expect(script.status).toBe(200)
  })

  test('has no script that nothing runs', () => {
    const names = readdirSync('src/sandbox/panels/pages').map((file) => file.replace('.js', ''))
    const shared = new Set(['tell', 'ready', 'nested'])
    const known = new Set<string>(behaviours)
    expect(names.filter((name) => !shared.has(name) && !known.has(name))).toEqual([])
  })

  test.each(['../behaviours.ts', '%2e%2e%2fbehaviours.ts', 'nowhere.js'])('serves no %s', async (name) => {
    expect((await fetch(`${serverOf('hostile').origin}/pages/${name}`)).status).toBe(404)
  })
})

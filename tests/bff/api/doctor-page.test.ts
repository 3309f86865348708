import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

let bench: WorkBench
let admin: string
let salesperson: string
let aheadMs = 0

beforeAll(async () => {
  const clock = clockOf(() => Date.now() + aheadMs)
  bench = await startWork({ clock, environment: { ADMIN_USERIDS: ` nobody , ${cast.salesperson.toUpperCase()} ` } })
  admin = await bench.bff.signIn(cast.salesperson)
  salesperson = await bench.bff.signIn(cast.colleague)
})
afterAll(() => bench.close())

const asked = () => bench.simulators.vendors.wecom.seen.filter(({ operation }) => operation === 'agent/get').length
const see = (cookie?: string) => bench.bff.get('/admin/doctor', cookie, { accept: 'text/html' })

describe('the page of the doctor', () => {
  it('shows an administrator each finding, and where to mend it', async () => {
    const { statusCode, headers, body } = await see(admin)
    expect(statusCode).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toMatch(/<li id="wecom-ip" class="ok"><b>正常<\/b>/)
    expect(body).toMatch(/<li id="mode" class="warn">.*NODE_ENV=production/)
  })

  it('runs no script, and no style but its own', async () => {
    const { headers, body } = await see(admin)
    expect(body).not.toMatch(/<script| on\w+=/)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/,
    )
  })

  it('examines once for all who ask within ten seconds', async () => {
    aheadMs += 11_000
    const before = asked()
    await Promise.all([see(admin), see(admin), see(admin)])
    await see(admin)
    expect(asked() - before).toBe(1)
    aheadMs += 11_000
    await see(admin)
    expect(asked() - before).toBe(2)
  })

  it('lets no word of a vendor become part of the page', async () => {
    aheadMs += 11_000
    // The sandbox does not use this name, but an administrator of WeCom could.
    bench.simulators.world.agentName = '<img src=x onerror=alert(1)>"&'
    const { body } = await see(admin)
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&amp;')
    expect(body).not.toContain('<img')
  })
})

describe('for anybody else', () => {
  const bare = (body: string) => body.replace(/<small>[\da-f-]{36}<\/small>|"requestId":"[^"]+"/g, '')

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const)(
    '%s answers like a path that is not there',
    async (method) => {
      const before = asked()
      for (const cookie of [salesperson, undefined, ...(method === 'GET' ? [] : [admin])]) {
        const headers = { accept: 'text/html', ...(cookie ? { cookie } : {}) }
        const payload = method === 'POST' ? { payload: 'x=1' } : {}
        const [real, none] = await Promise.all(
          ['/admin/doctor', '/admin/nothing'].map((url) => bench.bff.app.inject({ method, url, headers, ...payload })),
        )
        expect(real?.statusCode).toBe(404)
        expect(bare(real?.body ?? '')).toBe(bare(none?.body ?? ''))
        expect(Object.keys(real?.headers ?? {}).sort()).toEqual(Object.keys(none?.headers ?? {}).sort())
      }
      expect(asked()).toBe(before)
    },
  )
})

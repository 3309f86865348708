import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AdminBoot } from '../../../src/contract/admin-boot.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

let bench: WorkBench
let admin: string
let salesperson: string

const open = (environment: Record<string, string> = {}) =>
  startWork({
    clock: clockOf(() => Date.now()),
    environment: { ADMIN_USERIDS: ` nobody , ${cast.salesperson.toUpperCase()} `, ...environment },
  })

beforeAll(async () => {
  bench = await open()
  admin = await bench.bff.signIn(cast.salesperson)
  salesperson = await bench.bff.signIn(cast.colleague)
})
afterAll(() => bench.close())

const html = { accept: 'text/html' }
const client = { ...html, 'user-agent': 'Mozilla/5.0 wxwork/4.1.0' }
const see = (url: string, cookie?: string, headers: Record<string, string> = html) =>
  bench.bff.get(url, cookie, headers)

describe('to an administrator', () => {
  it('the page says who they are, and nothing of a signature', async () => {
    const { statusCode, headers, body } = await see('/admin', admin)
    expect(statusCode).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    const [, boot = ''] = /id="boot">(.*?)<\/script>/.exec(body) ?? []
    expect(AdminBoot.parse(JSON.parse(boot)).session.staff.userid).toBe(cast.salesperson)
  })

  it('the findings have moved into it', async () => {
    const { statusCode, headers } = await see('/admin/doctor', admin)
    expect([statusCode, headers['location']]).toEqual([302, '/admin#/checks'])
  })
})

describe('to whoever is no administrator', () => {
  const bare = (body: string) => body.replace(/<small>[\da-f-]{36}<\/small>|"requestId":"[^"]+"/g, '')

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const)(
    '%s answers like a path that is not there',
    async (method) => {
      for (const address of ['/admin', '/admin/doctor'])
        for (const cookie of [salesperson, ...(method === 'GET' || method === 'HEAD' ? [] : [admin, undefined])]) {
          const headers = { ...html, ...(cookie ? { cookie } : {}) }
          const payload = method === 'POST' ? { payload: 'x=1' } : {}
          const [real, none] = await Promise.all(
            [address, '/nothing'].map((url) => bench.bff.app.inject({ method, url, headers, ...payload })),
          )
          expect(real?.statusCode).toBe(none?.statusCode)
          expect([403, 404]).toContain(real?.statusCode)
          expect(bare(real?.body ?? '')).toBe(bare(none?.body ?? ''))
          expect(Object.keys(real?.headers ?? {}).sort()).toEqual(Object.keys(none?.headers ?? {}).sort())
        }
    },
  )
})

describe('to whoever is not signed in', () => {
  it('in WeCom the login comes first, and leads back', async () => {
    const { statusCode, headers } = await see('/admin', undefined, client)
    expect([statusCode, headers['location']]).toEqual([302, '/auth/login?to=/admin'])
  })

  it('in another browser the page says how to sign in, and runs nothing', async () => {
    const { statusCode, headers, body } = await see('/admin')
    expect(statusCode).toBe(200)
    expect(body).toContain('<h1><span>登录侧边台</span></h1>')
    expect(body).not.toContain('<script')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
  })
})

it('without administrators there is no page for anybody, and no code to scan', async () => {
  const other = await open({ ADMIN_USERIDS: '' })
  expect((await other.bff.get('/admin', undefined, html)).statusCode).toBe(404)
  const begun = await other.bff.get('/auth/login?to=/admin', undefined, html)
  expect(begun.headers['location']).toBe('/admin')
  await other.close()
})

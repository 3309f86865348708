import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPanelChecks } from '../../../../src/bff/panels/checks.ts'

const publicOrigin = 'https://desk.example.com'
let server: Server
let answer: (path: string, response: ServerResponse) => void
let asked: string[]

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request.url ?? '', response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const originOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function find(signal = AbortSignal.timeout(5000)) {
  const origin = originOf()
  const panel = { id: 'crm', title: '会员', url: `${origin}/desk`, origin, entries: [], place: false, linkHosts: [] }
  const [check] = createPanelChecks({ panels: [panel], publicOrigin })
  return check?.run(signal)
}

describe('a panel', () => {
  it('that answers and may be framed is right', async () => {
    answer = (_path, response) => void response.end('<html>')
    expect(await find()).toMatchObject({ state: 'ok' })
  })

  it('that forbids framing says by which header', async () => {
    answer = (_path, response) => void response.setHeader('x-frame-options', 'SAMEORIGIN').end('<html>')
    expect(await find()).toMatchObject({ state: 'fail', says: expect.stringContaining('X-Frame-Options') })
    answer = (_path, response) => void response.setHeader('content-security-policy', "frame-ancestors 'self'").end()
    expect(await find()).toMatchObject({ state: 'fail', says: expect.stringContaining('frame-ancestors') })
  })

  it('that leads to a login page elsewhere is not followed there', async () => {
    const to = 'https://sso.example.com/login?next=secret'
    answer = (_path, response) => void response.writeHead(302, { location: to }).end()
    const found = await find()
    expect(found).toMatchObject({ state: 'fail', says: expect.stringContaining('https://sso.example.com，') })
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('that leads to another page of its own is followed there, but not for ever', async () => {
    answer = (path, response) =>
      void (path === '/desk' ? response.writeHead(301, { location: '/desk/' }) : response).end()
    expect(await find()).toMatchObject({ state: 'ok' })
    asked = []
    answer = (_path, response) => void response.writeHead(302, { location: '/desk' }).end()
    expect(await find()).toMatchObject({ state: 'fail', says: '打不开（HTTP 302）' })
    expect(asked).toHaveLength(4)
  })

  it.each([401, 404, 500])('that answers %i is not right', async (status) => {
    answer = (_path, response) => void response.writeHead(status).end()
    expect(await find()).toMatchObject({ state: 'fail', says: expect.stringContaining(`HTTP ${status}`) })
  })

  it('that cannot be reached from here may still be by others', async () => {
    answer = (_path, response) => void response.destroy()
    expect(await find()).toMatchObject({ state: 'warn', says: expect.stringContaining('从本机打不开') })
  })

  it('that does not end its answer is left at the deadline, and one that is long is not read to its end', async () => {
    answer = (_path, response) => void response.write('<html>')
    expect(await find(AbortSignal.timeout(50))).toMatchObject({ state: 'warn' })
    answer = (_path, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      }
      response.on('drain', more)
      more()
    }
    expect(await find()).toMatchObject({ state: 'ok' })
  })
})

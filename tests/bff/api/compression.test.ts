import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { useWork } from '../../support/use-work.ts'

const work = useWork()
const gzip = { 'accept-encoding': 'gzip, deflate, br' }
const todos = `/api/contacts/${cast.seedContact}/todos`

describe('an answer', () => {
  it.each([todos, `/?entry=${'a'.repeat(1500)}`, '/api/openapi.json', '/api/me/board'])(
    'of %.40s goes compressed, and is the same',
    async (url) => {
      const plain = await work.bff.get(url, work.me)
      const small = await work.bff.get(url, work.me, gzip)
      expect([plain.headers['content-encoding'], small.headers['content-encoding']]).toEqual([undefined, 'gzip'])
      expect(small.headers['vary']?.toLowerCase()).toContain('accept-encoding')
      expect(small.rawPayload.length).toBeLessThan(plain.rawPayload.length * 0.7)
      expect(gunzipSync(small.rawPayload)).toHaveLength(plain.rawPayload.length)
    },
  )

  it('that is small already goes as it is', async () => {
    const answer = await work.bff.get(todos, '', gzip)
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.json()).toMatchObject({ code: 'unauthenticated' })
  })

  it('to a HEAD has no body', async () => {
    const head = await work.bff.app.inject({ method: 'HEAD', url: '/', headers: { cookie: work.me, ...gzip } })
    expect([head.statusCode, head.rawPayload.length]).toEqual([200, 0])
  })
})

it('a request that comes compressed is not unpacked', async () => {
  const headers = { cookie: work.me, origin: 'http://localhost:8080', 'content-type': 'application/json' }
  const answer = await work.bff.app.inject({
    method: 'POST',
    url: '/api/wecom/signature',
    headers: { ...headers, 'content-encoding': 'gzip' },
    payload: Buffer.alloc(500),
  })
  expect(answer.statusCode).toBe(400)
})

import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { boards } from '../../../src/contract/board.ts'
import { endpoints } from '../../../src/contract/endpoint.ts'
import { pictures } from '../../../src/contract/picture.ts'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const calls = [...Object.keys(endpoints), ...Object.keys(boards), ...Object.keys(pictures)]
let wecom: WecomVendor
let bff: TestBff

beforeAll(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock: clockOf(() => now), publicOrigin })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock: clockOf(() => now) })
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

interface Operation {
  parameters: { name: string; in: string; required: boolean }[]
  responses: Record<string, object>
  requestBody?: object
}

it('describes every call of the contract, and nothing else', async () => {
  const api = (await bff.get('/api/openapi.json')).json() as { paths: Record<string, Record<string, Operation>> }
  const described = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  expect(described.toSorted()).toEqual(calls.toSorted())
  const list = api.paths['/api/contacts/{externalUserId}/todos']?.['get']
  expect(list?.parameters.map((one) => `${one.in} ${one.name}${one.required ? '!' : ''}`)).toEqual([
    'path externalUserId!',
    'query status',
    'query mine',
    'query limit',
    'query cursor',
    'query q',
  ])
  const picture = api.paths['/api/me/moments/{jobId}/attachments/{index}/picture']?.['get']
  expect(picture?.responses['200']).toEqual({
    description: 'ok',
    content: { 'image/jpeg': {}, 'image/png': {}, 'image/gif': {}, 'image/webp': {} },
  })
  expect(api.paths['/api/wecom/signature']?.['post']?.requestBody).toMatchObject({ required: true })
  expect(api.paths['/api/me/panels/{panelId}/token']?.['post']?.requestBody).toMatchObject({ required: false })
})

it('refers to nothing that it does not hold', async () => {
  const text = (await bff.get('/api/openapi.json')).body
  const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]))
  expect([...references]).toEqual(['#/components/schemas/Problem'])
  expect(JSON.parse(text)).toMatchObject({ components: { schemas: { Problem: { type: 'object' } } } })
})

it.each(calls)('serves %s, and only to who is signed in', async (call) => {
  const [method, pattern = ''] = call.split(' ')
  const url = pattern
    .replace(':externalUserId', 'wmX1')
    .replace(':chatId', 'wrX1')
    .replace(':sourceId', 'x')
    .replace(':friendId', 'x')
  expect(bff.app.hasRoute({ method: method as 'GET', url: pattern })).toBe(true)
  const answer = await bff.app.inject({ method: method as 'GET', url: url.replace(':source', 'youmi') })
  expect(answer.statusCode).toBe(401)
  expect(answer.json()).toMatchObject({ code: 'unauthenticated' })
})

const lint = async (source: string) => {
  const config = await createConfig({ extends: ['recommended-strict'] })
  return (await lintFromString({ source, config, absoluteRef: 'openapi.json' })).map(
    ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`,
  )
}

it('is found faultless by a linter: who may call, what each call is named and does, and how it refuses', async () => {
  const text = (await bff.get('/api/openapi.json')).body
  expect(await lint(text)).toEqual([])
  for (const part of ['summary', 'operationId', '4XX', 'security', 'license', 'servers'])
    expect(await lint(text.replace(`"${part}":`, `"x-${part}":`)), part).not.toEqual([])
})

it('names the cookie that a session needs, and where it is', async () => {
  const api = (await bff.get('/api/openapi.json')).json()
  const cookie = (await bff.signIn('mengxiangyu')).split('=')[0]
  expect(api).toMatchObject({
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookie } } },
  })
})

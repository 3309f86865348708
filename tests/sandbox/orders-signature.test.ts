import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signatureOf } from '../../src/sandbox/vendors/orders/signature.ts'
import { ordersSecrets } from '../../src/sandbox/vendors/orders/index.ts'
import { startOrdersCaller, type OrdersCaller } from './support/orders-caller.ts'

let caller: OrdersCaller
beforeEach(async () => {
  caller = await startOrdersCaller()
})
afterEach(() => caller.vendor.close())

const ping = (call = {}) => caller.ask('ping', {}, call)
const secondsFrom = (ms: number) => String(Math.floor((caller.now() + ms) / 1000))

describe('the signature', () => {
  test('is the one of the contract’s vector', () => {
    const body =
      '{"contract":"1","type":"orders.list","timestamp":"2026-11-28T09:30:00+08:00","data":{"corpId":"ww0000","staff":{"userid":"lisi"},"customer":{"identities":[{"type":"external_userid","value":"wmEAlECwAAAA","proof":"wecom"}]},"status":"open","q":"顺丰","limit":20}}'
    expect(Buffer.byteLength(body)).toBe(264)
    const signed = { id: 'msg_01JDTESTVECTOR', timestamp: '1795829400', body }
    expect(signatureOf('whsec_c2lkZWRlc2stdGVzdC12ZWN0b3Ita2V5LTAwMDAwMQ==', signed)).toBe(
      'v1,YRquhcsWcTCEqbTeugJiuMcyDE4+g+yb3DJw/LdQ0sw=',
    )
  })

  test('is accepted over non-ASCII text and escaped slashes as they were sent', async () => {
    const raw = JSON.stringify(caller.message('ping', { note: '顺丰 / 京东' })).replaceAll('/', '\\/')
    expect((await caller.post({}, { raw })).status).toBe(200)
  })

  test.each([
    ['another secret', { secret: ordersSecrets.events }],
    ['a body that was changed', { signature: 'v1,YRquhcsWcTCEqbTeugJiuMcyDE4+g+yb3DJw/LdQ0sw=' }],
    ['no version', { signature: 'YRquhcsWcTCEqbTeugJiuMcyDE4+g+yb3DJw/LdQ0sw=' }],
    ['a time that is no number', { timestamp: '2026-11-28T09:30:00+08:00' }],
  ])('%s is bad_signature', async (_name, call) => {
    expect(await caller.refused(ping(call))).toBe('bad_signature 401')
  })

  test('a time that is not the signed one is refused', async () => {
    const [id, raw] = ['msg_1', JSON.stringify(caller.message('ping', {}))]
    const signature = caller.sign(ordersSecrets.asked, `${id}.${secondsFrom(0)}.${raw}`)
    expect(await caller.refused(caller.post({}, { id, raw, signature, timestamp: secondsFrom(1000) }))).toBe(
      'bad_signature 401',
    )
  })

  test('a missing header is refused', async () => {
    expect(await caller.refused(fetch(caller.address, { method: 'POST', body: '{}' }))).toBe('bad_signature 401')
  })

  test('one of several that fits is enough, whatever else stands beside it', async () => {
    const [id, raw] = ['msg_2', JSON.stringify(caller.message('ping', {}))]
    const own = caller.sign(ordersSecrets.asked, `${id}.${secondsFrom(0)}.${raw}`)
    const signature = `v1a,unknown ${caller.sign(ordersSecrets.events, 'x')} ${own}`
    expect((await caller.post({}, { id, raw, signature })).status).toBe(200)
  })

  test('holds for five minutes before and after, and not a second longer', async () => {
    expect((await ping({ timestamp: secondsFrom(-300_000) })).status).toBe(200)
    expect((await ping({ timestamp: secondsFrom(300_000) })).status).toBe(200)
    expect(await caller.refused(ping({ timestamp: secondsFrom(-301_000) }))).toBe('stale_timestamp 401')
    expect(await caller.refused(ping({ timestamp: secondsFrom(301_000) }))).toBe('stale_timestamp 401')
  })

  test('an id is good once in ten minutes', async () => {
    expect((await ping({ id: 'msg_3' })).status).toBe(200)
    expect(await caller.refused(ping({ id: 'msg_3' }))).toBe('replayed 401')
    caller.pass(599_000)
    expect(await caller.refused(ping({ id: 'msg_3' }))).toBe('replayed 401')
    caller.pass(1000)
    expect((await ping({ id: 'msg_3' })).status).toBe(200)
  })

  test('a request that was refused has not used its id up', async () => {
    expect(await caller.refused(ping({ id: 'msg_4', secret: ordersSecrets.events }))).toBe('bad_signature 401')
    expect((await ping({ id: 'msg_4' })).status).toBe(200)
  })

  test('an order system whose clock is wrong refuses everything as stale', async () => {
    caller.vendor.setQuirks({ clockSkewMs: 600_000 })
    expect(await caller.refused(ping())).toBe('stale_timestamp 401')
  })
})

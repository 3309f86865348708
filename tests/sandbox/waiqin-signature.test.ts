import { afterEach, beforeEach, expect, test } from 'vitest'
import { digestOf } from '../../src/sandbox/vendors/waiqin/signature.ts'
import { startWaiqinCaller, type WaiqinCaller } from './support/waiqin-caller.ts'

let caller: WaiqinCaller
beforeEach(async () => {
  caller = await startWaiqinCaller()
})
afterEach(() => caller.vendor.close())

const refused = { return_code: '1', msg_id: 'b7a1-0001', response_data: '' }

test('the digest of the vendor’s own page holds, though its body is no JSON', () => {
  const body = '{"org_id":"ORG001","org_name":"南京掌控网络","org_parent_id":"","org_sequence":001}'
  expect(digestOf(body, 'BFCO0PAgIUgd50c0l6', '20150806142836')).toBe('74267bf0cae0998a719879ec9b3c7780')
})

test('the digest of a body of ours holds', () => {
  const digest = digestOf('{"page":"1","rows":"1000"}', 'test-appkey-000001', '20240807153000')
  expect(digest).toBe('95fc04b1599191e33ca2619000f5aa96')
})

test('a signed call is answered and its msg_id comes back', async () => {
  expect(await caller.ask('queryTask', { rows: '1' }, { msgId: 'my-own-id' })).toMatchObject({
    return_code: '0',
    msg_id: 'my-own-id',
  })
})

test('a wrong digest is refused with HTTP 200', async () => {
  const response = await caller.post('queryTask', {}, { digest: '0'.repeat(32) })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ ...refused, return_msg: 'digest校验失败' })
})

test('another secret is refused', async () => {
  expect(await caller.ask('queryTask', {}, { appKey: 'not-the-secret' })).toMatchObject(refused)
})

test('another body than the signed one is refused', async () => {
  const digest = digestOf('{"rows":"1"}', 'sandboxWaiqinKey01', '20240807153000')
  expect(await caller.ask('queryTask', { rows: '2' }, { digest })).toMatchObject(refused)
  expect(await caller.ask('queryTask', { rows: '1' }, { digest })).toMatchObject({ return_code: '0' })
})

test('an unknown openid is refused', async () => {
  expect(await caller.ask('queryTask', {}, { openid: '8412600713655280642' })).toMatchObject(refused)
})

test.each(['1723015823056', '20240807', '2024080715300x', '20241340996199'])(
  'the time stamp %s is no time of the form yyyyMMddHHmmss',
  async (timestamp) => {
    expect(await caller.ask('queryTask', {}, { timestamp })).toMatchObject({
      ...refused,
      return_msg: 'timestamp格式错误',
    })
  },
)

test('a time stamp is good for a quarter of an hour, in China time', async () => {
  expect(await caller.ask('queryTask', {}, { timestamp: '20240807151500' })).toMatchObject({ return_code: '0' })
  expect(await caller.ask('queryTask', {}, { timestamp: '20240807151459' })).toMatchObject(refused)
  expect(await caller.ask('queryTask', {}, { timestamp: '20240807073000' })).toMatchObject(refused)
})

test('a call that is no POST finds nothing', async () => {
  expect((await caller.post('queryTask', {}, { method: 'GET' })).status).toBe(404)
})

import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createWebhook, isWebhookSecret } from '../../../../src/bff/secrets/webhook.ts'

/** The vector of the contract [docs/orders.md]. */
const secret = 'whsec_c2lkZWRlc2stdGVzdC12ZWN0b3Ita2V5LTAwMDAwMQ=='
const id = 'msg_01JDTESTVECTOR'
const at = 1_795_829_400_000
const body =
  '{"contract":"1","type":"orders.list","timestamp":"2026-11-28T09:30:00+08:00","data":{"corpId":"ww0000","staff":{"userid":"lisi"},"customer":{"identities":[{"type":"external_userid","value":"wmEAlECwAAAA","proof":"wecom"}]},"status":"open","q":"顺丰","limit":20}}'
const signature = 'v1,YRquhcsWcTCEqbTeugJiuMcyDE4+g+yb3DJw/LdQ0sw='
const head = { id, timestamp: '1795829400', signature }
const other = `whsec_${Buffer.from('another secret of 32 bytes, yes!').toString('base64')}`

const bySecret = (key: string) =>
  `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
    .update(`${id}.1795829400.${body}`)
    .digest('base64')}`

describe('a Standard Webhook', () => {
  it('is signed as the contract’s vector is, with the body’s bytes in UTF-8', () => {
    expect(Buffer.byteLength(body)).toBe(264)
    expect(createWebhook([secret]).sign({ id, at, body })).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1795829400',
      'webhook-signature': signature,
    })
    expect(bySecret(secret)).toBe(signature)
  })

  it('is signed with every secret while one is being changed, and any of them verifies it', () => {
    const { 'webhook-signature': both } = createWebhook([other, secret]).sign({ id, at, body })
    expect(both).toBe(`${bySecret(other)} ${signature}`)
    for (const one of [secret, other])
      expect(createWebhook([one]).isSigned({ ...head, signature: both ?? '' }, Buffer.from(body))).toBe(true)
  })

  it.each([
    ['another body', head, `${body} `],
    ['another time', { ...head, timestamp: '1795829401' }, body],
    ['a time that is none', { ...head, timestamp: 'now' }, body],
    ['another id', { ...head, id: 'msg_2' }, body],
    ['another version', { ...head, signature: signature.replace('v1', 'v2') }, body],
    ['no signature', { ...head, signature: '' }, body],
    ['half a signature', { ...head, signature: signature.slice(0, 20) }, body],
  ])('with %s is none', (_what, changed, told) => {
    expect(createWebhook([secret]).isSigned(changed, Buffer.from(told))).toBe(false)
  })

  it('whose bytes are no UTF-8 is none, whatever they would read as', () => {
    const bytes = Buffer.from([0xff, 0xfe])
    const { 'webhook-signature': made = '' } = createWebhook([secret]).sign({ id, at, body: bytes.toString('utf8') })
    expect(createWebhook([secret]).isSigned({ ...head, signature: made }, bytes)).toBe(false)
  })
})

it.each([
  [secret, true],
  [`whsec_${Buffer.alloc(64, 1).toString('base64')}`, true],
  [`whsec_${Buffer.alloc(65, 1).toString('base64')}`, false],
  [`whsec_${Buffer.alloc(23, 1).toString('base64')}`, false],
  [secret.slice(6), false],
  [`${secret} `, false],
  ['whsec_!!!', false],
])('%j is a secret: %s', (text, is) => {
  expect(isWebhookSecret(text)).toBe(is)
})

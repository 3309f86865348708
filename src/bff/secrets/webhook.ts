import { isUtf8 } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** The headers of a Standard Webhook, as they came. */
export interface WebhookHead {
  id: string
  /** Seconds since 1970, in digits. */
  timestamp: string
  /** `v1,…`, several separated by spaces while a secret is being changed. */
  signature: string
}

const written = /^whsec_([A-Za-z\d+/]+={0,2})$/
const [leastBytes, mostBytes] = [24, 64]
const seconds = /^\d{1,12}$/
const mostSignatures = 10

/** `whsec_` and 24 to 64 bytes as base64. */
export function isWebhookSecret(text: string): boolean {
  const [, base64 = ''] = written.exec(text) ?? []
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length >= leastBytes && bytes.length <= mostBytes && bytes.toString('base64') === base64
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Signs and verifies Standard Webhooks (v1, HMAC-SHA256) with any of these secrets. The library's own `verify` goes by the
 * system's clock; when a message was signed is for the caller to judge. @see https://www.standardwebhooks.com
 */
export function createWebhook(secrets: readonly string[]) {
  const keys = secrets.map((secret) => new Webhook(secret))
  const signed = (id: string, at: Date, body: string): string[] => keys.map((key) => key.sign(id, at, body))

  return {
    /** The three headers of one message. `at`: epoch ms. */
    sign: ({ id, at, body }: { id: string; at: number; body: string }): Record<string, string> => ({
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': signed(id, new Date(at), body).join(' '),
    }),

    /** Whether one of the signatures is one of ours, over these very bytes. */
    isSigned({ id, timestamp, signature }: WebhookHead, body: Buffer): boolean {
      if (!seconds.test(timestamp) || !isUtf8(body)) return false
      const right = signed(id, new Date(Number(timestamp) * 1000), body.toString('utf8'))
      const given = signature.split(' ').slice(0, mostSignatures)
      return given.some((one) => right.some((other) => isSame(one, other)))
    },
  }
}

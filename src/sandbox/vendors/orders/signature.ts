import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { rawBody } from '../body.ts'
import { Refusal } from './voice.ts'

const toleranceSeconds = 300
const memoryMs = 600_000

/** What is signed, in the form in which it travels. */
export interface Signed {
  id: string
  /** Unix seconds. */
  timestamp: string
  body: string
}

/** The key is what the secret holds behind its prefix, not the secret's own text. */
const keyOf = (secret: string) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64')

/** `v1,` and the Base64 of the HMAC-SHA256 over `id.timestamp.body`. */
export function signatureOf(secret: string, { id, timestamp, body }: Signed): string {
  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`, 'utf8')
  return `v1,${mac.digest('base64')}`
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function signedOf(request: FastifyRequest): Signed & { signatures: string[] } {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string')
    throw new Refusal('bad_signature', 'a header is missing')
  if (!/^\d{1,12}$/.test(timestamp)) throw new Refusal('bad_signature', 'webhook-timestamp is not in seconds')
  return { id, timestamp, body: rawBody(request), signatures: signature.split(' ') }
}

/** Checks signed requests as Standard Webhooks says, and remembers for ten minutes which of them were accepted. */
export function createVerifier(secret: string, clock: () => number) {
  const seen = new Map<string, number>()

  function forget(now: number): void {
    for (const [id, until] of seen) if (until <= now) seen.delete(id)
  }

  /** @throws Refusal if the signature, the time or the id does not hold */
  function verify(request: FastifyRequest): void {
    const { signatures, ...signed } = signedOf(request)
    const now = clock()
    const wanted = signatureOf(secret, signed)
    if (!signatures.some((each) => isSame(each, wanted))) throw new Refusal('bad_signature', 'no signature fits')
    if (Math.abs(Math.floor(now / 1000) - Number(signed.timestamp)) > toleranceSeconds)
      throw new Refusal('stale_timestamp', 'webhook-timestamp is more than 300 s off')
    forget(now)
    if (seen.has(signed.id)) throw new Refusal('replayed', 'webhook-id was used before')
    seen.set(signed.id, now + memoryMs)
  }

  return { verify, forgetAll: () => seen.clear() }
}

export type Verifier = ReturnType<typeof createVerifier>

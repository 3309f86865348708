import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { rawBody } from '../body.ts'
import { Refusal } from './voice.ts'

export interface Credentials {
  appId: string
  appKey: string
}

/** Lowercase SHA-256 of app, time, raw body and secret, joined without a separator. */
export function signOf({ appId, appKey }: Credentials, timestamp: string, body: string): string {
  return createHash('sha256').update(`${appId}${timestamp}${body}${appKey}`, 'utf8').digest('hex')
}

/** @throws Refusal if the signature or the timestamp is wrong, or the secret itself was sent */
export function checkSignature(
  request: FastifyRequest,
  credentials: Credentials,
  { now, toleranceMs }: { now: number; toleranceMs: number },
): void {
  const { appid, timestamp, sign, appkey } = request.headers
  // The documentation lists this header, but its value would be the secret: a caller must not send it.
  if (appkey !== undefined) throw new Refusal(-1, '请勿在请求头中传递appKey')
  if (typeof appid !== 'string' || typeof timestamp !== 'string' || typeof sign !== 'string') throw new Refusal(1001)
  const isNear = /^\d{13}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= toleranceMs
  if (!isNear) throw new Refusal(1003)
  const isKnown = appid === credentials.appId
  if (!isKnown || sign !== signOf(credentials, timestamp, rawBody(request))) throw new Refusal(1002)
}

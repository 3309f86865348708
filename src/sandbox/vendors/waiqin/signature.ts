import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { rawBody } from '../body.ts'
import { chinaStamp } from '../china-time.ts'
import { Refusal } from './voice.ts'

export interface Credentials {
  openid: string
  appKey: string
}

/** Lowercase MD5 of the raw body, the secret and the timestamp, joined by `|`. */
export function digestOf(body: string, appKey: string, timestamp: string): string {
  return createHash('md5').update(`${body}|${appKey}|${timestamp}`, 'utf8').digest('hex')
}

export interface SignedPath {
  openid: string
  timestamp: string
  digest: string
  msgId: string
}

/** @throws Refusal if the path is not signed with these credentials for this body, or its timestamp is too old or too new */
export function checkSignature(
  request: FastifyRequest<{ Params: SignedPath }>,
  { openid, appKey }: Credentials,
  { now, toleranceMs }: { now: number; toleranceMs: number },
): void {
  const { timestamp, digest, openid: givenOpenid } = request.params
  if (givenOpenid !== openid) throw new Refusal('openid不存在')
  const at = chinaStamp(timestamp)
  if (Number.isNaN(at)) throw new Refusal('timestamp格式错误')
  if (Math.abs(now - at) > toleranceMs) throw new Refusal('timestamp已过期')
  if (digest !== digestOf(rawBody(request), appKey, timestamp)) throw new Refusal('digest校验失败')
}

import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { EnvelopeKeys } from './envelope.ts'

const blockBytes = 32

/**
 * 16 random bytes, the length, the message, for whom it is, and PKCS#7 to 32 bytes [docs/vendors/wecom.md#callbacks].
 */
function sealed(message: string, { aesKey, receiveId }: EnvelopeKeys): string {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(message))
  const plain = Buffer.concat([randomBytes(16), length, Buffer.from(message), Buffer.from(receiveId)])
  const pad = blockBytes - (plain.length % blockBytes)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  )
}

/** The query with which WeCom verifies a callback URL; the right answer to it is `message`. */
export function echoQuery(message: string, keys: EnvelopeKeys, now: number): URLSearchParams {
  const echostr = sealed(message, keys)
  const timestamp = String(Math.floor(now / 1000))
  const nonce = randomBytes(8).toString('hex')
  const text = [keys.token, timestamp, nonce, echostr].sort().join('')
  return new URLSearchParams({
    msg_signature: createHash('sha1').update(text).digest('hex'),
    timestamp,
    nonce,
    echostr,
  })
}

import { createCipheriv, createHash, randomBytes } from 'node:crypto'

export interface CallbackKeys {
  token: string
  /** EncodingAESKey: 43 characters. */
  aesKey: string
}

/** Pads to a multiple of 32 bytes; a message that already is one gets a whole extra block. */
function padded(text: Buffer): Buffer {
  const missing = 32 - (text.length % 32)
  return Buffer.concat([text, Buffer.alloc(missing, missing)])
}

/** Encrypts a message for a company. @see https://developer.work.weixin.qq.com/document/path/90968 */
export function seal(message: string, receiveId: string, { aesKey }: CallbackKeys): string {
  const key = Buffer.from(aesKey, 'base64')
  const body = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const text = padded(Buffer.concat([randomBytes(16), length, body, Buffer.from(receiveId)]))
  return Buffer.concat([cipher.update(text), cipher.final()]).toString('base64')
}

/** The signed query of a request with an encrypted message. */
export function signedQuery(sealed: string, timestamp: string, { token }: CallbackKeys): Record<string, string> {
  const nonce = String(randomBytes(4).readUInt32BE())
  const parts = [token, timestamp, nonce, sealed].toSorted()
  return { msg_signature: createHash('sha1').update(parts.join('')).digest('hex'), timestamp, nonce }
}

import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

export interface Signed {
  /** `msg_signature` of the query. */
  signature: string
  timestamp: string
  nonce: string
  /** Base64, as it came. */
  encrypted: string
}

export interface EnvelopeKeys {
  token: string
  /** 43 characters: the key in base64 without its last `=`. */
  aesKey: string
  /** Whom the message is for: the corp id, for an app of the company's own. */
  receiveId: string
}

const blockBytes = 32
const randomBytes = 16
const sha1 = /^[\da-f]{40}$/
const base64 = /^[A-Za-z\d+/]+={0,2}$/

/** PKCS#7 to 32 bytes, twice the cipher's own block: Node's unpadding would refuse it. Null where it is none. */
function unpadded(plain: Buffer): Buffer | null {
  const pad = plain.at(-1) ?? 0
  const isPadded = pad >= 1 && pad <= blockBytes && plain.subarray(-pad).every((byte) => byte === pad)
  return isPadded ? plain.subarray(0, -pad) : null
}

/** 16 random bytes, the message's length, the message, and for whom it is. Null where it is not for `receiveId`. */
function messageOf(plain: Buffer | null, receiveId: string): string | null {
  const start = randomBytes + 4
  if (!plain || plain.length < start) return null
  const end = start + plain.readUInt32BE(randomBytes)
  if (end > plain.length || !plain.subarray(end).equals(Buffer.from(receiveId))) return null
  return plain.toString('utf8', start, end)
}

/**
 * Opens what WeCom seals: checks its signature, decrypts, and checks for whom it is. Null for anything else, with
 * no word of which check failed. @see https://developer.work.weixin.qq.com/document/path/90968
 */
export function createEnvelope({ token, aesKey, receiveId }: EnvelopeKeys) {
  const key = Buffer.from(`${aesKey}=`, 'base64')

  function isSigned({ signature, timestamp, nonce, encrypted }: Signed): boolean {
    const text = [token, timestamp, nonce, encrypted].sort().join('')
    const wanted = createHash('sha1').update(text).digest()
    // Node reads hex up to the first character that is none, and capitals as well.
    return sha1.test(signature) && timingSafeEqual(Buffer.from(signature, 'hex'), wanted)
  }

  function decrypt(encrypted: string): Buffer | null {
    const sealed = Buffer.from(encrypted, 'base64')
    if (!base64.test(encrypted) || sealed.length === 0 || sealed.length % 16 !== 0) return null
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    return unpadded(Buffer.concat([decipher.update(sealed), decipher.final()]))
  }

  return (signed: Signed): string | null => (isSigned(signed) ? messageOf(decrypt(signed.encrypted), receiveId) : null)
}

export type Envelope = ReturnType<typeof createEnvelope>

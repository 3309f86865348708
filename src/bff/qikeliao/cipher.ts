import { createDecipheriv } from 'node:crypto'

/** How the two sides may have agreed to chain the blocks. */
export type Cipher = 'cbc' | 'ecb'

const keyBytes = 24
const blockBytes = 8
/** One and the same for every message, as the vendor's sample has it. */
const iv = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])

/** The UTF-8 bytes of a text, cut or filled with zeros to those of a key [docs/qikeliao.md]. */
export function keyOf(text: string): Buffer {
  const key = Buffer.alloc(keyBytes)
  Buffer.from(text).copy(key)
  return key
}

/** What of a key counts: DES leaves out the last bit of each byte. */
export const strengthOf = (key: Buffer): string => Buffer.from(key.map((byte) => byte & 0xfe)).toString('base64')

/** Whole blocks of standard Base64, in its one spelling. Null for anything else. */
export function bytesOf(base64: string): Buffer | null {
  const bytes = Buffer.from(base64, 'base64')
  const isWhole = bytes.length > 0 && bytes.length % blockBytes === 0
  return isWhole && bytes.toString('base64') === base64 ? bytes : null
}

/**
 * How much of a message is its content, without PKCS#7 padding; null where it is not padded so. It takes as long for one as for
 * the other, so that nobody finds a message out by trying paddings.
 */
function contentLength(message: Buffer): number | null {
  const padding = message.at(-1) ?? 0
  let wrong = padding < 1 || padding > blockBytes ? 1 : 0
  for (let back = 1; back <= blockBytes; back += 1) wrong |= back <= padding ? (message.at(-back) ?? 0) ^ padding : 0
  return wrong === 0 ? message.length - padding : null
}

/** Triple DES. Null where what comes out is not a padded message: with another key it hardly ever is. */
export function decrypt(cipher: Cipher, encrypted: Buffer, key: Buffer): Buffer | null {
  const decipher =
    cipher === 'cbc' ? createDecipheriv('des-ede3-cbc', key, iv) : createDecipheriv('des-ede3', key, null)
  // Node's own check throws, which takes longer than none.
  decipher.setAutoPadding(false)
  const message = decipher.update(encrypted)
  let length = contentLength(message)
  if (length === null) return null
  // The vendor's class fills up the buffer that it decrypted into.
  while (length > 0 && message[length - 1] === 0) length -= 1
  return message.subarray(0, length)
}

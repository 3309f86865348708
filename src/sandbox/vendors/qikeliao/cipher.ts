import { createCipheriv } from 'node:crypto'

/** `build3DesKey`: 24 zero bytes, over which the text is written as far as it goes. */
function keyOf(text: string): Buffer {
  const key = Buffer.alloc(24)
  Buffer.from(text, 'utf8').copy(key)
  return key
}

/** The bytes 1 to 8. */
const iv = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])

/** 3DES in CBC with PKCS#7, as Base64 of the text's UTF-8. */
export function encrypt(text: string, key: string): string {
  const cipher = createCipheriv('des-ede3-cbc', keyOf(key), iv)
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}

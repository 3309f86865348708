import { crc32, deflateSync } from 'node:zlib'
import { WecomRefusal } from './voice.ts'

/** The media id of 芸众's own documentation: uploaded years ago, and WeCom keeps files for three days. */
const gone = 'WWME_DesSDgAApfMBaX5dHp9-ahTxvCWZgQ'
const size = 112

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** Shelves of goods in colours of its own, so that one can tell the pictures apart. */
function png(id: string): Buffer {
  const seed = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
  const shade = (place: number, part: number) => 90 + ((seed >>> ((place * 5 + part * 3) % 24)) % 140)
  const row = (y: number) => {
    const line = Buffer.alloc(1 + size * 3)
    for (let x = 0; x < size; x += 1) {
      const isShelf = y % 28 > 23
      const isGap = x % 14 > 10 || y % 28 < 5
      const place = Math.floor(x / 14) + 8 * Math.floor(y / 28)
      for (const part of [0, 1, 2]) line[1 + x * 3 + part] = isShelf ? 120 : isGap ? 235 : shade(place, part)
    }
    return line
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const pixels = Buffer.concat(Array.from({ length: size }, (_, y) => row(y)))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The file of a temporary media id. */
export function media(id: string): Buffer {
  if (id === gone || !/^[\w-]{10,}$/.test(id)) throw new WecomRefusal(40007)
  return png(id)
}

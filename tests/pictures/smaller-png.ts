import { deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
/** As many as one byte can name. */
const mostColours = 256

interface Image {
  width: number
  height: number
  /** Three bytes a pixel. */
  rgb: Buffer
}

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) }
    at += length + 12
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

/** What a line's filter says that a byte is, from the bytes around it. */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  return filter === 4 ? paeth(left, up, corner) : 0
}

/** Undoes the filters: each line brings the number of its own before its bytes. */
function unfiltered(raw: Buffer, height: number, lineBytes: number, pixelBytes: number): Buffer {
  const out = Buffer.alloc(height * lineBytes)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (lineBytes + 1)] ?? 0
    const start = y * lineBytes
    for (let x = 0; x < lineBytes; x += 1) {
      const left = x < pixelBytes ? 0 : (out[start + x - pixelBytes] ?? 0)
      const up = y === 0 ? 0 : (out[start + x - lineBytes] ?? 0)
      const corner = y === 0 || x < pixelBytes ? 0 : (out[start + x - lineBytes - pixelBytes] ?? 0)
      out[start + x] = (raw[y * (lineBytes + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner)
    }
  }
  return out
}

/** Reads what Chromium writes: eight bits a channel, not interlaced. */
function decode(png: Buffer): Image {
  const chunks = [...chunksOf(png)]
  const head = chunks[0]?.data ?? Buffer.alloc(13)
  const [width, height, pixelBytes] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3]
  const body = Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])))
  const pixels = unfiltered(inflateSync(body), height, width * pixelBytes, pixelBytes)
  if (pixelBytes === 3) return { width, height, rgb: pixels }
  const rgb = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at += 1) pixels.copy(rgb, at * 3, at * 4, at * 4 + 3)
  return { width, height, rgb }
}

const channels = (colour: number): [red: number, green: number, blue: number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
]

function distance(one: number, other: number): number {
  const [red, green, blue] = channels(one)
  const [otherRed, otherGreen, otherBlue] = channels(other)
  return (red - otherRed) ** 2 + (green - otherGreen) ** 2 + (blue - otherBlue) ** 2
}

/** The most frequent colours. A colour so near to one of them that no eye tells them apart takes no place of its own. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const nearest = 24
  const palette: number[] = []
  for (const [colour] of [...counts].toSorted(([, one], [, other]) => other - one)) {
    if (palette.length === mostColours) break
    if (counts.size <= mostColours || palette.every((taken) => distance(taken, colour) > nearest)) palette.push(colour)
  }
  return palette
}

const indexOfNearest = (palette: readonly number[], colour: number): number =>
  palette.reduce((best, each, at) => (distance(each, colour) < distance(palette[best] ?? 0, colour) ? at : best), 0)

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xed_b8_83_20 ^ (value >>> 1) : value >>> 1
  return value
})

function crcOf(bytes: Buffer): number {
  let crc = 0xff_ff_ff_ff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  crc.writeUInt32BE(crcOf(named))
  return Buffer.concat([length, named, crc])
}

/** The same picture with at most 256 colours, which is all that a page of text has: a third of the bytes. */
export function smallerPng(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png)
  const colours = Array.from({ length: width * height }, (_, at) => rgb.readUIntBE(at * 3, 3))
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const palette = paletteOf(counts)
  const indexes = new Map([...counts.keys()].map((colour) => [colour, indexOfNearest(palette, colour)]))
  const lines = Buffer.alloc(height * (width + 1))
  for (const [at, colour] of colours.entries()) lines[at + Math.floor(at / width) + 1] = indexes.get(colour) ?? 0
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

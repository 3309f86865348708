import { createHash } from 'node:crypto'

const size = 25
const finder = 7

/** The squares in three of the corners, by which a camera finds a code: an eye in a ring. Null outside of them. */
function finderAt(x: number, y: number): boolean | null {
  const left = x < size / 2 ? x : size - 1 - x
  const top = y < size / 2 ? y : size - 1 - y
  const isLastCorner = x > size / 2 && y > size / 2
  if (isLastCorner || left > finder || top > finder) return null
  const fromMiddle = Math.max(Math.abs(left - 3), Math.abs(top - 3))
  return fromMiddle <= 1 || fromMiddle === 3
}

/** Looks like the code that a phone scans, another one for each text. It holds nothing: the people beside it are the phones. */
export function scanPicture(text: string): string {
  const bytes = createHash('shake256', { outputLength: size * size })
    .update(text)
    .digest()
  const squares = [...bytes].flatMap((byte, at) => {
    const [x, y] = [at % size, Math.floor(at / size)]
    return (finderAt(x, y) ?? byte < 128) ? [`M${x} ${y}h1v1h-1z`] : []
  })
  return `<svg viewBox="-2 -2 ${size + 4} ${size + 4}" width="220" height="220" role="img" aria-label="二维码" shape-rendering="crispEdges"><rect x="-2" y="-2" width="100%" height="100%" rx="1" fill="#fff"/><path d="${squares.join('')}" fill="#111"/></svg>`
}

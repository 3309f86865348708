import { png, type Rgb } from '../png.ts'
import { WecomRefusal } from './voice.ts'

/** The media id of 芸众's own documentation: uploaded years ago, and WeCom keeps files for three days. */
const gone = 'WWME_DesSDgAApfMBaX5dHp9-ahTxvCWZgQ'
const size = 112

const grey = (value: number): Rgb => [value, value, value]

/** Shelves of goods in colours of its own, so that one can tell the pictures apart. */
function shelves(id: string): Buffer {
  const seed = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)
  const shade = (place: number, part: number) => 90 + ((seed >>> ((place * 5 + part * 3) % 24)) % 140)
  return png(size, (x, y) => {
    if (y % 28 > 23) return grey(120)
    if (x % 14 > 10 || y % 28 < 5) return grey(235)
    const place = Math.floor(x / 14) + 8 * Math.floor(y / 28)
    return [shade(place, 0), shade(place, 1), shade(place, 2)]
  })
}

/** The file of a temporary media id. */
export function media(id: string): Buffer {
  if (id === gone || !/^[\w-]{10,}$/.test(id)) throw new WecomRefusal(40007)
  return shelves(id)
}

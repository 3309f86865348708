import { png, type Rgb } from '../png.ts'
import { findGoods, type Goods, type Pack } from './goods.ts'

const size = 120

const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
const rgbOf = (colour: string): Rgb => [channel(colour, 1), channel(colour, 3), channel(colour, 5)]

/** The two colours mixed: 0 is the first, 1 the second. */
const mixed = (one: Rgb, other: Rgb, share: number): Rgb => [
  Math.round(one[0] + (other[0] - one[0]) * share),
  Math.round(one[1] + (other[1] - one[1]) * share),
  Math.round(one[2] + (other[2] - one[2]) * share),
]

/** Half of the pack's width at this height, 0 where there is none of it. Both from 0 to 1. */
const halfWidths: Record<Pack, (y: number) => number> = {
  bottle: (y) => (y < 0.08 || y > 0.94 ? 0 : y < 0.2 ? 0.07 : y < 0.34 ? 0.07 + (y - 0.2) * 0.75 : 0.175),
  can: (y) => (y < 0.16 || y > 0.9 ? 0 : y < 0.2 || y > 0.86 ? 0.19 : 0.22),
  box: (y) => (y < 0.22 || y > 0.86 ? 0 : 0.36),
  bag: (y) => (y < 0.12 || y > 0.92 ? 0 : y < 0.17 || y > 0.87 ? 0.3 : 0.27 + 0.03 * Math.sin(y * Math.PI)),
}

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]

function draw({ pack, colour }: Goods): Buffer {
  const own = rgbOf(colour)
  const ground = mixed(own, white, 0.86)
  return png(size, (x, y) => {
    const aside = Math.abs(x / size - 0.5)
    const height = y / size
    if (aside >= halfWidths[pack](height)) return ground
    const isCap = pack === 'bottle' && height < 0.17
    const isLabel = height > 0.48 && height < 0.68
    if (isCap || isLabel) return mixed(own, white, 0.75)
    return mixed(own, black, aside * 0.9)
  })
}

const drawn = new Map<string, Buffer>()

/** A picture of these goods, as PNG: `DFSY-MLHC.png`. Null for what is not sold here. */
export function pictureOf(file: string): Buffer | null {
  const found = findGoods(file.replace(/\.png$/, ''))
  if (!found) return null
  const picture = drawn.get(found.sku) ?? draw(found)
  drawn.set(found.sku, picture)
  return picture
}

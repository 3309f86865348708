export interface Random {
  /** 0 ≤ x < 1 */
  next(): number
  /** Both ends are included. */
  int(min: number, max: number): number
  pick<T>(list: readonly T[]): T
  chance(probability: number): boolean
  /** Letters and digits, as in WeCom's ids. */
  letters(length: number): string
  digits(length: number): string
  hex(length: number): string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Mulberry32: the same seed gives the same numbers on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  const text = (length: number, from: string) =>
    Array.from({ length }, () => from.charAt(int(0, from.length - 1))).join('')

  function pick<T>(list: readonly T[]): T {
    const found = list[int(0, list.length - 1)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    letters: (length) => text(length, alphabet),
    // A leading 0 would be lost if the id were read as a number.
    digits: (length) => text(1, '123456789') + text(length - 1, '0123456789'),
    hex: (length) => text(length, '0123456789abcdef'),
  }
}

import { isLoopback } from '../store/is-loopback.ts'

const leastDistinct = 12
const longestBlock = 8

/** Keys that our documents show. */
export const exampleKeys: readonly string[] = ['replace-with-the-output-of-openssl-rand-base64-48']

/** A short piece again and again, the last time perhaps cut. */
const isRepeated = (key: string): boolean =>
  Array.from({ length: longestBlock }, (_, index) => key.slice(0, index + 1)).some((block) =>
    block.repeat(Math.ceil(key.length / block.length)).startsWith(key),
  )

const isGuessable = (key: string): boolean =>
  new Set(key).size < leastDistinct || isRepeated(key) || exampleKeys.includes(key)

interface Judged {
  sessionKeys: readonly string[]
  publicOrigin: string
}

/** What a trial may have and a production start may not: one line per fault, without values. */
export function productionFaults({ sessionKeys, publicOrigin }: Judged): string[] {
  const { protocol, hostname } = new URL(publicOrigin)
  return [
    ...(sessionKeys.some(isGuessable) ? ['SESSION_KEY: can be guessed: make one with openssl rand -base64 48'] : []),
    ...(protocol === 'http:' && !isLoopback(hostname) ? ['PUBLIC_ORIGIN: must be https, but for localhost'] : []),
  ]
}

import { readFileSync } from 'node:fs'

/** One of the vendors' own sample payloads, or what the product keeps of it. */
export const readFixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'))

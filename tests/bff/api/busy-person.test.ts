import { describe, expect, it } from 'vitest'
import { measureMyBoard } from '../../bench/my-board.ts'
import { slowness } from '../../support/machine-speed.ts'

describe('the own tasks of a person who has 45,000 open ones', () => {
  // A page costs what it shows and a count over an index; sorting all rows in memory took twenty times as long. Tried again where
  // other work on this machine got in between.
  it(
    'come as fast as those of a person who has 50, and hold up nobody else',
    { timeout: 240_000, retry: 2 },
    async () => {
      for (const { ratio, heldMs } of await measureMyBoard()) {
        expect(ratio).toBeLessThan(3)
        expect(heldMs / slowness()).toBeLessThan(20)
      }
    },
  )
})

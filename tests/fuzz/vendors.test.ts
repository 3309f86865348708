import { assert, asyncProperty } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { vendorNames } from '../../src/sandbox/vendors/vendor.ts'
import { budget } from './budget.ts'
import { mutations } from './mutate.ts'
import { startLiedTo } from './start-lied-to.ts'

const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)

beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

describe.each(vendorNames)('whatever %s says', (vendor) => {
  it('each answer keeps to the contract', async () => {
    const liedTo = await startLiedTo(vendor)
    try {
      await assert(
        asyncProperty(mutations, (lies) => liedTo.expectHonesty(lies)),
        budget(10, 3),
      )
      expect(liedTo.lies()).toBeGreaterThan(2)
      expect(unhandled).toEqual([])
    } finally {
      await liedTo.close()
    }
  }, 120_000)
})

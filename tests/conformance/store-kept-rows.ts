import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMirror } from '../../src/bff/mirror/mirror.ts'
import { openStore } from '../../src/bff/store/index.ts'
import type { Store } from '../../src/bff/store/store.ts'
import { byDefault, fromVendor, mirrored, type Mirrored, type Release } from './releases.ts'
import type { StoreUnderTest } from './store-under-test.ts'
import { clockOf } from '../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')
const log = { info: () => undefined, warn: () => undefined }
const dayMs = 86_400_000

/** Rows that one release kept can be read by the next one. */
export function testKeptRows(subject: () => StoreUnderTest): void {
  describe.each(Object.entries(mirrored))('kept rows: %s', (_, start) => {
    let kind: Mirrored
    let now: number
    const clock = clockOf(() => now)
    const opened: Store[] = []

    beforeEach(async () => {
      now = began
      kind = await start(clock)
    })
    afterEach(async () => {
      await kind.close()
      await Promise.all(opened.splice(0).map((store) => store.close()))
    })

    /** What `npm run serve` starts, of this release. */
    async function boot(release: Release) {
      const store = await openStore(subject().databaseUrl)
      opened.push(store)
      const { mirrors, read } = kind.open(store, release)

      /** Runs the mirrors until none of them has anything to do. */
      async function settle(): Promise<void> {
        for (const plan of mirrors) {
          let rest = () => {}
          const rested = new Promise<void>((resolve) => (rest = resolve))
          const wait = (_ms: number, signal: AbortSignal) =>
            new Promise<void>((resolve) => {
              signal.addEventListener('abort', () => resolve(), { once: true })
              rest()
            })
          const mirror = createMirror({ ...plan, store, clock, log, owner: release, leaseMs: 60_000, wait })
          mirror.start()
          await rested
          await mirror.stop()
          expect((await mirror.progress()).lastError).toBeNull()
        }
      }
      const stateOf = () => store.mirrors.get(kind.mirror)
      const intervalMs = mirrors.find(({ name }) => name === kind.mirror)?.intervalMs ?? 0
      return { read, settle, stateOf, intervalMs }
    }

    const wholeReadings = () => kind.vendor.seen.filter(kind.isWhole).length
    const only = (added: unknown[]) => [...new Set(added)]

    it('answer rightly as soon as a field was added, and are read again by themselves', async () => {
      await (await boot('present')).settle()
      kind.vendor.seen.length = 0
      now += 1000

      const next = await boot('next')
      const before = await next.read()
      expect(before.added.length).toBeGreaterThan(0)
      expect(only(before.added)).toEqual([byDefault])
      expect(before.problem).toEqual(kind.tellsState ? expect.objectContaining({ code: 'first_sync' }) : null)

      await next.settle()
      // The names of types are cached for 30 s.
      now += 31_000
      const after = await next.read()
      expect(wholeReadings()).toBeGreaterThan(0)
      expect(after.added).toHaveLength(before.added.length)
      expect(only(after.added)).toEqual([fromVendor])
      expect(after.problem).toBeNull()
    })

    it('are not read again by the release that kept them', async () => {
      for (const release of ['present', 'next', 'next'] as const) await (await boot(release)).settle()
      kind.vendor.seen.length = 0
      const again = await boot('next')
      await again.settle()
      expect(kind.vendor.seen).toEqual([])
      expect((await again.read()).problem).toBeNull()
      now += dayMs
      await again.settle()
      if (kind.isIncremental) expect(wholeReadings()).toBe(0)
    })

    it('answer in the release before, too, which leaves the mirror alone until the next one is gone', async () => {
      await (await boot('next')).settle()
      kind.vendor.seen.length = 0
      const older = await boot('present')
      now += older.intervalMs + 1000
      await older.settle()
      expect(wholeReadings()).toBe(0)
      expect(only((await older.read()).added)).toEqual([undefined])
      expect(await older.stateOf()).toMatchObject({ version: kind.version + 1, isRereading: false })

      now += dayMs
      await older.settle()
      expect(await older.stateOf()).toMatchObject({ version: kind.version, completedAt: now })
    })
  })
}

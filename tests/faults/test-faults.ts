import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import { readBoard, type Shown } from './board.ts'
import { tryCell } from './cell.ts'
import { inapplicable, matrix, type Row } from './matrix.ts'
import { startTown, type Town } from './town.ts'
import { troublesOf } from './troubles.ts'
import { startElsewhere } from './wire-troubles.ts'

/** Long enough that a busy machine does not turn an immediate failure into a timeout. */
const patientMs = 4_000
/** Of the 50 MB body: what the BFF reads before closing, plus the buffers of both sides. */
const mostBytes = 20_000_000
const began = Date.parse('2026-11-20T10:00:00+08:00')

/** Why the trouble cannot occur at this source; null if it can. */
function reasonAgainst(row: Row, source: VendorName): string | null {
  const outcome = row[source === 'yunzhong' ? 'notices' : source]
  return typeof outcome === 'object' && 'na' in outcome ? outcome.na : null
}

/** Tries every trouble of the matrix on one source of the real BFF. */
export function testFaults(source: VendorName): void {
  describe(`${source} in trouble`, () => {
    let town: Town
    let elsewhere: Awaited<ReturnType<typeof startElsewhere>>
    let healthy: Shown[]

    beforeAll(async () => {
      town = await startTown(source, began)
      elsewhere = await startElsewhere()
      const desk = await town.open(patientMs)
      await desk.bff.sync()
      // The card waits for names only so long; by the second reading they are known.
      await readBoard(desk.origin, desk.cookie, false)
      healthy = await readBoard(desk.origin, desk.cookie, false)
      await desk.bff.close()
    })
    afterAll(async () => {
      await elsewhere.close()
      await town.close()
    })

    it('no trouble: rows everywhere', () => {
      expect(healthy.filter(({ state, rows }) => state !== 'fresh' || rows.length === 0)).toEqual([])
    })

    for (const row of matrix) {
      const why = reasonAgainst(row, source)
      if (why !== null) it.skip(`${row.trouble}${inapplicable}${why}`)
      else
        it(row.trouble, async ({ signal, onTestFinished }) => {
          const troubles = { ...troublesOf(town, source), 'redirect to another host': elsewhere.redirect }
          const trouble = Object.entries(troubles).find(([name]) => name === row.trouble)?.[1]
          if (!trouble) throw new Error(`nobody can make ${row.trouble}`)
          const timeoutMs = row.timeoutMs ?? patientMs
          const trying = tryCell({ town, row, trouble, healthy, began, timeoutMs, signal })
          // One that took too long ends what it began before the next one begins.
          onTestFinished(() => trying.catch(() => {}))
          await trying
          expect(elsewhere.visits()).toBe(0)
          expect(town.front.mostSent()).toBeLessThan(mostBytes)
        })
    }
  })
}

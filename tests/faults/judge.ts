import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import type { Owner, Shown } from './board.ts'
import type { Outcome, Row } from './matrix.ts'

export type Phase = 'cold' | 'warm'

const sourceOf = (owner: Owner): VendorName =>
  owner === 'pushes' || owner === 'notices' || owner === 'moments' ? 'yunzhong' : owner

/** The parts of the board that the trouble may affect. */
const isTouched = (source: VendorName, { owner, isGated }: Shown): boolean =>
  source === 'wecom' ? isGated || owner === 'tanma' : sourceOf(owner) === source

/** Without WeCom, the name of a row's contact is missing. */
const nameless = (shown: Shown): Shown => ({
  ...shown,
  rows: shown.rows.map((row) => Object.assign({}, row, { contact: null })),
})

function wantedOf(outcome: Outcome, phase: Phase): string {
  if (typeof outcome !== 'string') return 'na' in outcome ? 'fresh' : outcome[phase]
  return phase === 'cold' || outcome.startsWith('stale') ? outcome : `stale ${outcome}`
}

const isOpen = (gate: string): boolean => gate === 'fresh' || gate === 'fewer'

/** The matrix's expectation for this part. */
function wantedIn(row: Row, source: VendorName, { owner, isGated }: Shown, phase: Phase): string {
  if (source !== 'wecom') return wantedOf(row[owner], phase)
  const gate = wantedOf(row.wecom, phase)
  return owner === 'tanma' && (!isGated || isOpen(gate)) ? wantedOf(row.groups, phase) : gate
}

const unnamed = (links: unknown) =>
  Array.isArray(links) ? links.map((link: object) => Object.assign({}, link, { name: null })) : links

/**
 * Compares rows without `overdue`, because time passes between two readings, and without the names that another system
 * adds where it answers.
 */
const plain = ({ rows }: Shown) =>
  rows
    .map((row) =>
      Object.assign({}, row, { overdue: null, names: null, links: 'links' in row ? unnamed(row.links) : null }),
    )
    .sort((one, other) => one.id.localeCompare(other.id))
const idsOf = ({ rows }: Shown) => rows.map(({ id }) => id)

function expectHealthy(shown: Shown, healthy: Shown): void {
  expect(shown.state, shown.path).toBe('fresh')
  expect(plain(shown), shown.path).toEqual(plain(healthy))
}

function expectOutcome(shown: Shown, healthy: Shown, { wanted, source, phase }: Wanted): void {
  const { path, state, blamed, asOf } = shown
  if (wanted === 'left out of mine')
    return expectOutcome(shown, healthy, { wanted: shown.isGated ? 'fewer' : 'left out', source, phase })
  if (wanted === 'cut') {
    expect(state, path).toBe('stale rows_cut')
    return expectOutcome({ ...shown, state: 'fresh' }, healthy, { wanted: 'fewer', source, phase })
  }
  if (wanted === 'fresh') return expectHealthy(shown, healthy)
  if (wanted === 'fewer' || wanted === 'left out') {
    expect(state, path).toBe(wanted === 'fewer' ? 'fresh' : 'stale rows_left_out')
    const ids = idsOf(shown)
    expect([...new Set(ids)], path).toEqual(ids)
    expect(idsOf(healthy), path).toEqual(expect.arrayContaining(ids))
    return
  }
  expect(state, path).toBe(wanted)
  if (wanted !== 'disconnected') expect(blamed, path).toBe(source)
  if (!wanted.startsWith('stale') || phase === 'cold') return
  expect(asOf, path).not.toBeNull()
  expect(idsOf(shown).toSorted(), path).toEqual(idsOf(healthy).toSorted())
}

interface Wanted {
  wanted: string
  source: VendorName
  phase: Phase
}

/** Compares boards with one that was read without any trouble. */
export function createJudge(source: VendorName, row: Row, healthy: readonly Shown[]) {
  const same = (at: number): Shown => {
    const shown = healthy[at]
    if (!shown) throw new Error('the board has other parts')
    return shown
  }
  return {
    isWell: (board: readonly Shown[]): boolean =>
      board.every((shown, at) => shown.state === 'fresh' && isDeepStrictEqual(plain(shown), plain(same(at)))),

    expectWell: (board: readonly Shown[]): void => board.forEach((shown, at) => expectHealthy(shown, same(at))),

    /** The source must show what the matrix says; the others must be unaffected. */
    expectPhase(board: readonly Shown[], phase: Phase): void {
      for (const [at, shown] of board.entries()) {
        const wanted = wantedIn(row, source, shown, phase)
        if (isTouched(source, shown)) expectOutcome(shown, same(at), { wanted, source, phase })
        else if (source === 'wecom') expectHealthy(nameless(shown), nameless(same(at)))
        else expectHealthy(shown, same(at))
      }
    },
  }
}

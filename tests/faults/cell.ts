import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { VendorName } from '../../src/sandbox/vendor.ts'
import { readBoard, type Shown } from './board.ts'
import type { Trouble } from './front.ts'
import type { Outcome, Row } from './matrix.ts'
import { callMs, type Desk, type Town } from './town.ts'
import { vendorWords } from './wire-troubles.ts'

export type Phase = 'cold' | 'warm'

export interface Cell {
  town: Town
  source: VendorName
  row: Row
  trouble: Trouble
  /** The board as it is where nothing is wrong. */
  healthy: readonly Shown[]
}

const secondMs = 1000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** How long a source may take to be fresh again, by the clock on the wall. */
const recoveryMs = 10_000

const ownersOf = (source: VendorName): readonly string[] => (source === 'yunzhong' ? ['yunzhong', 'moments'] : [source])

/** What the matrix says, for one list in one phase. */
export function wantedOf(outcome: Outcome, phase: Phase): string {
  if (typeof outcome !== 'string') return 'na' in outcome ? 'fresh' : outcome[phase]
  return phase === 'cold' || outcome.startsWith('stale') ? outcome : `stale ${outcome}`
}

/** The same rows, whatever has fallen overdue since. */
const plain = ({ rows }: Shown) => rows.map((row) => ({ ...row, overdue: null }))
const ids = ({ rows }: Shown) => rows.map(({ id }) => id)

export function expectHealthy(shown: Shown, healthy: Shown): void {
  expect(shown.state, shown.path).toBe('fresh')
  expect(plain(shown), shown.path).toEqual(plain(healthy))
}

function expectOutcome(shown: Shown, healthy: Shown, { wanted, source }: { wanted: string; source: string }): void {
  const { path, state } = shown
  if (wanted === 'fresh') return expectHealthy(shown, healthy)
  if (wanted === 'fewer') {
    expect(state, path).toBe('fresh')
    if (shown.owner === 'wecom') return
    expect(ids(healthy), path).toEqual(expect.arrayContaining(ids(shown)))
    return
  }
  expect(state, path).toBe(wanted)
  if (wanted !== 'disconnected') expect(shown.blamed, path).toBe(source)
  if (!wanted.startsWith('stale')) return
  expect(shown.asOf, path).toBeTruthy()
}

/** Tries one trouble on one source: before it knew anything, after, and when all is well again. */
export async function runCell({ town, source, row, trouble, healthy }: Cell, began: number): Promise<void> {
  const { time } = town
  time.now = began
  const front = town.fronts[source]
  const answers: Shown[] = []
  const desk: Desk = await town.open(source)

  async function look(isRefresh: boolean): Promise<Shown[]> {
    const board = await readBoard(desk.origin, desk.cookie, isRefresh)
    answers.push(...board)
    for (const { path, ms, status } of board) {
      expect(status, path).not.toBe(500)
      expect(ms, path).toBeLessThan(callMs)
    }
    return board
  }

  const isOwn = (shown: Shown): boolean => (source === 'wecom' ? shown.isGated : ownersOf(source).includes(shown.owner))

  function judge(board: readonly Shown[], phase: Phase): void {
    for (const [index, shown] of board.entries()) {
      const same = healthy[index]
      if (!same) throw new Error('the board has other parts')
      if (!isOwn(shown)) expectHealthy(shown, same)
      else
        expectOutcome(shown, same, { wanted: wantedOf(row[source === 'wecom' ? 'wecom' : shown.owner], phase), source })
    }
  }

  const isWell = (board: readonly Shown[]) =>
    board.every((shown, at) => shown.state === 'fresh' && isDeepStrictEqual(plain(shown), plain(healthy[at] ?? shown)))

  /** By itself: by the next calls, and by the mirrors' turns. */
  async function recover(): Promise<void> {
    await front.suffer(null)
    if (row.isReconnected) await desk.connect()
    const deadline = performance.now() + recoveryMs
    let stepMs = 11 * secondMs
    for (;;) {
      time.now += stepMs
      stepMs *= 2
      await desk.bff.sync()
      const board = await look(true)
      if (isWell(board) || performance.now() > deadline)
        return board.forEach((shown, at) => expectHealthy(shown, healthy[at] ?? shown))
    }
  }

  try {
    await front.suffer(trouble)
    await desk.bff.sync()
    judge(await look(false), 'cold')
    await recover()
    await front.suffer(trouble)
    time.now += 6 * minuteMs
    await desk.bff.sync()
    judge(await look(true), 'warm')
    if (source === 'wecom') {
      time.now += hourMs
      judge(await look(false), wantedOf(row.wecom, 'cold') === 'fewer' ? 'warm' : 'cold')
    }
    await recover()
    expectSilence(desk, answers, town)
  } finally {
    await front.suffer(null)
    await desk.bff.close()
  }
}

/** Nothing of what only the vendor and we may know was said aloud. */
function expectSilence({ bff, cookie }: Desk, answers: readonly Shown[], town: Town): void {
  const told = [...bff.logged, ...answers.flatMap(({ text, headers }) => [text, headers])].join('\n')
  const secrets = [...town.secrets(), cookie, vendorWords]
  expect(secrets.filter((secret) => secret.length < 4)).toEqual([])
  expect(secrets.filter((secret) => told.includes(secret))).toEqual([])
  expect(bff.logged.filter((line) => /"level":[56]0/.test(line))).toEqual([])
}

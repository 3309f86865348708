import { expect } from 'vitest'
import { readBoard, type Shown } from './board.ts'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import type { Trouble } from './front.ts'
import { createJudge } from './judge.ts'
import type { Row } from './matrix.ts'
import { callMs, type Desk, type Town } from './town.ts'
import { vendorWords } from './wire-troubles.ts'

export interface Cell {
  town: Town
  row: Row
  trouble: Trouble
  /** The board without any trouble. */
  healthy: readonly Shown[]
  began: number
  timeoutMs: number
  /** Aborts when the test has taken too long: nothing more is begun then. */
  signal: AbortSignal
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** A little longer than the time for which a refresh still accepts known rows. */
const stepMs = 11_000
/** Until then, no mirror is late. */
const freshMs = 9 * minuteMs
/** Those that have no mirror are asked live. */
const mirrored: ReadonlySet<VendorName> = new Set(['waiqin', 'tanma', 'yunzhong'])
/**
 * How long a source may need to be fresh again: 芸众's service account signs in at most twice in half an hour, and 勤策's
 * unreadable rows are requested again after an hour.
 */
const recoveryMs = hourMs + minuteMs

/** Fails if an answer or a log line holds a secret or a vendor's text, or if an error of our own was logged. */
function expectDiscretion({ bff, cookie }: Desk, answers: readonly Shown[]): void {
  const told = [...bff.logged, ...answers.flatMap(({ text, headers }) => [text, headers])].join('\n')
  expect(bff.secrets.in(told)).toEqual([])
  for (const unspeakable of [cookie, vendorWords, '.vendor.invalid']) expect(told).not.toContain(unspeakable)
  expect(bff.logged.filter((line) => /"level":[56]0/.test(line))).toEqual([])
}

/** Tries one trouble on one source: before any of its rows are known, with known rows, and after the trouble has ended. */
export async function tryCell({ town, row, trouble, healthy, began, timeoutMs, signal }: Cell): Promise<void> {
  const { source, front, time } = town
  const judge = createJudge(source, row, healthy)
  const answers: Shown[] = []
  // The town was made ready at this time, with a pass of every mirror but this source's.
  let syncedAt = began
  time.now = began
  const desk = await town.open(timeoutMs)

  async function sync(): Promise<void> {
    signal.throwIfAborted()
    await desk.bff.sync()
    syncedAt = time.now
  }

  /** A pass that no list of the board waits for shows nothing. */
  async function syncIfDue(): Promise<void> {
    if (mirrored.has(source) || time.now - syncedAt > freshMs) await sync()
  }

  async function look(isRefresh: boolean): Promise<Shown[]> {
    signal.throwIfAborted()
    const board = await readBoard(desk.origin, desk.cookie, isRefresh)
    answers.push(...board)
    expect(board.filter(({ status, ms }) => status === 500 || ms > callMs)).toEqual([])
    return board
  }

  /** Recovery without help, by later calls and mirror passes. */
  async function recover(): Promise<void> {
    await front.suffer(null)
    if (row.isReconnected) await desk.connect()
    const latest = time.now + recoveryMs
    for (let pauseMs = stepMs; ; pauseMs *= 2) {
      time.now = Math.min(time.now + pauseMs, latest)
      await syncIfDue()
      const board = await look(true)
      if (judge.isWell(board) || time.now === latest) return judge.expectWell(board)
    }
  }

  try {
    await front.suffer(trouble)
    await syncIfDue()
    judge.expectPhase(await look(false), 'cold')
    await recover()
    await desk.renew()

    await front.suffer(trouble)
    time.now += 6 * minuteMs
    await sync()
    judge.expectPhase(await look(true), 'warm')
    if (source === 'wecom') {
      time.now += hourMs
      await sync()
      judge.expectPhase(await look(false), 'cold')
    }
    await recover()
    expectDiscretion(desk, answers)
  } finally {
    await front.suffer(null)
    await desk.bff.close()
  }
}

import { knownTime } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorContext } from '../../mirror/mirror.ts'
import type { FieldTaskWindowStore } from '../../store/mirror-stores.ts'
import type { Window } from './client.ts'
import { dueWindowsOf, hourMs } from './due-windows.ts'
import { isSettling, nameOf, readCheckpoint, type Checkpoint, type Part } from './task-checkpoint.ts'
import { creationWindowsOf, incrementsOf } from './windows.ts'

export interface PlanDeps {
  fieldTaskWindows: FieldTaskWindowStore
  clock: Clock
  since: string | null
  /** The newest window is read in every pass. */
  isHurried: boolean
}

const as = (role: Part['role'], windows: readonly Window[]): Part[] =>
  windows.map((window) => Object.assign({ role }, window))

const blank: Checkpoint = {
  watermark: null,
  newest: null,
  passedAt: null,
  parts: [],
  part: 0,
  page: 1,
  ends: [],
  unread: [],
  leftOut: [],
  grown: [],
  again: [],
  againAt: 0,
}

/** What passes have seen is still asked for while there is a doubt. */
async function forgetSightings(context: MirrorContext, { fieldTaskWindows }: PlanDeps) {
  if (await fieldTaskWindows.isDoubtful()) return
  const page = { rows: 0, checkpoint: context.checkpoint, window: null }
  await context.keep(page, (state) => fieldTaskWindows.forgetSightings(state))
}

/** Windows that are no longer read, since the first day was changed, would be doubted or due for ever. */
async function forgetOthers(context: MirrorContext, { fieldTaskWindows }: PlanDeps, strangers: string[]) {
  if (strangers.length === 0) return
  const page = { rows: 0, checkpoint: context.checkpoint, window: null }
  await context.keep(page, (state) => fieldTaskWindows.forget(strangers, state))
}

async function windowsOf(context: MirrorContext, deps: PlanDeps) {
  const kept = await deps.fieldTaskWindows.all()
  const { startedAt } = context
  const windows = creationWindowsOf({ startedAt, since: deps.since, oldest: kept[0]?.fromDay ?? null })
  const days = new Set(windows.map(({ from }) => from))
  const strangers = kept.map(({ fromDay }) => fromDay).filter((day) => !days.has(day))
  await forgetOthers(context, deps, strangers)
  return { windows, known: new Map(kept.map((window) => [window.fromDay, window])) }
}

/** A new pass: what has changed, then what is due to be read again. A first one reads every window. */
async function planNew(context: MirrorContext, deps: PlanDeps, last: Checkpoint): Promise<Checkpoint> {
  const { startedAt, isRereading } = context
  const now = Math.min(startedAt, deps.clock())
  const watermark = knownTime(last.watermark, now)
  const passedAt = knownTime(last.passedAt, now)
  const newest = knownTime(last.newest, now)
  const { windows, known } = await windowsOf(context, deps)
  const plan = { ...last, watermark, passedAt, newest, part: 0, page: 1, again: [] }
  if (watermark === null) return { ...plan, parts: as('first', windows), leftOut: [], againAt: startedAt }

  const left = [...last.leftOut, ...last.again]
  const isTried = left.length > 0 && !(startedAt - last.againAt < hourMs && last.againAt <= startedAt)
  const increments = as('increment', [...incrementsOf({ startedAt, watermark, passedAt }), ...(isTried ? left : [])])
  const due = dueWindowsOf({ windows, known, now: startedAt, passedAt, isHurried: deps.isHurried })
  const again = isRereading
    ? as('first', windows)
    : [...as('newest', due.newest ? [due.newest] : []), ...as('again', due.others)]
  // Others are never read again, and would be in doubt for ever.
  const readAgain = new Set([...as('first', windows), ...as('increment', left)].map(nameOf))
  return {
    ...plan,
    parts: [...increments, ...again],
    leftOut: isTried ? [] : left,
    grown: last.grown.filter(({ window }) => readAgain.has(window)),
    againAt: isTried ? startedAt : last.againAt,
  }
}

/** Where a pass begins, or goes on. */
export async function planTasks(context: MirrorContext, deps: PlanDeps): Promise<Checkpoint> {
  const last = readCheckpoint(context.checkpoint)
  if (context.isResumed && last && last.parts.length > 0) return last
  const plan = await planNew(context, deps, last ?? blank)
  if (plan.parts.some(isSettling)) await forgetSightings(context, deps)
  return plan
}

import { setImmediate as turnOver } from 'node:timers/promises'
import { createGrowth } from '../../mirror/growth.ts'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { FieldTaskWindow } from '../../store/mirror-stores.ts'
import type { LeftOut } from '../left-out.ts'
import { planTasks, type PlanDeps } from './plan-tasks.ts'
import { createTaskReading, type ReadingDeps } from './read-tasks.ts'
import { createSettling, type PartReading } from './settle-window.ts'
import { isSettling, nameOf, type Part } from './task-checkpoint.ts'
import { createTaskProgress } from './task-progress.ts'
import { createTaskReach } from './task-reach.ts'

interface Deps extends PlanDeps, ReadingDeps {
  leftOut: LeftOut
  onComplete(): void
}

/**
 * How many rows each part had. The newest window, which has just begun, is measured by the one before it, too, and an
 * increment by all of them. Null where that is not known.
 */
function sizesOf(windows: readonly FieldTaskWindow[]) {
  const sizes = new Map(windows.map(({ fromDay, rows }) => [fromDay, rows]))
  const [newest, before] = windows.toReversed()
  const total = windows.length === 0 ? null : windows.reduce((sum, { rows }) => sum + rows, 0)
  return ({ role, from }: Part): number | null => {
    if (role === 'increment') return total
    const own = sizes.get(from) ?? null
    return own !== null && from === newest?.fromDay ? Math.max(own, before?.rows ?? 0) : own
  }
}

/**
 * Mirrors 勤策's tasks, which cannot be read by customer: first by days of creation, then increments by days of modification,
 * and again those windows of creation days that were not read for long. A pass that was cut short reads its last
 * page again, because rows may have moved since.
 */
export function createTaskPass(deps: Deps): MirrorPass {
  const { fieldTasks, fieldTaskWindows, leftOut, clock, onComplete } = deps
  const { pages, lookAgain } = createTaskReading(deps)
  const settle = createSettling({ ...deps, lookAgain })

  /** What is done when a part has come to its end, or `isPast` it. */
  async function close(context: MirrorContext, reading: PartReading, isPast: boolean): Promise<void> {
    const { role, by, from, to } = reading.part
    if (role !== 'increment') return isPast ? settle.later(context, reading) : settle.now(context, reading)
    return leftOut.note({ operation: 'queryTask', part: `${by} ${from}..${to}` }, reading.unread)
  }

  let isTimed = false

  /** Once after the version before: what is read of people's tasks is quick only when every row has its times. */
  async function fillTimes(signal: AbortSignal): Promise<void> {
    while (!isTimed) {
      signal.throwIfAborted()
      isTimed = !(await fieldTasks.fillTimes())
      await turnOver()
    }
  }

  return async (context) => {
    await fillTimes(context.signal)
    const start = await planTasks(context, deps)
    const growth = createGrowth(start.grown, context.startedAt)
    const sizeOf = sizesOf(await fieldTaskWindows.all())
    const limitOf = (each: Part) => growth.limitOf(nameOf(each), sizeOf(each))
    const progress = createTaskProgress(start, context.startedAt, { clock, growth })
    const { parts, part, page: number } = start
    const reachOf = createTaskReach(parts, sizeOf)
    const seenAt = parts.some(isSettling) ? context.startedAt : null
    // One page is written while the next one is read.
    let keeping = Promise.resolve()
    try {
      for await (const page of pages(parts, { part, page: number, signal: context.signal, limitOf })) {
        const { by, from, to } = page.part
        const { checkpoint, ended, isPast } = progress.note(page)
        const reach = reachOf(page, ended !== null)
        const kept = { rows: isPast ? 0 : page.size, checkpoint, window: `${by} ${from}..${to}`, reach }
        await keeping
        keeping = context.keep(kept, (state) => fieldTasks.put(page.rows, state, seenAt))
        if (ended) keeping = keeping.then(() => close(context, ended, isPast))
        // Its failure is handled where it is awaited.
        keeping.catch(() => undefined)
      }
    } finally {
      await keeping
    }
    onComplete()
    return progress.end()
  }
}

import { setImmediate as turnOver } from 'node:timers/promises'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { LeftOut } from '../left-out.ts'
import { planTasks, type PlanDeps } from './plan-tasks.ts'
import { createTaskReading, type ReadingDeps } from './read-tasks.ts'
import { createSettling, type PartReading } from './settle-window.ts'
import { isSettling } from './task-checkpoint.ts'
import { createTaskProgress } from './task-progress.ts'

interface Deps extends PlanDeps, ReadingDeps {
  leftOut: LeftOut
  onComplete(): void
}

/**
 * Mirrors 勤策's tasks, which cannot be read by customer: first by days of creation, then increments by days of modification,
 * and again those windows of creation days that were not read for long. A pass that was cut short reads its last
 * page again, because rows may have moved since.
 */
export function createTaskPass(deps: Deps): MirrorPass {
  const { fieldTasks, leftOut, clock, onComplete } = deps
  const { pages, lookAgain } = createTaskReading(deps)
  const settle = createSettling({ ...deps, lookAgain })

  /** What is done when a part has been read to its end. */
  async function close(context: MirrorContext, reading: PartReading): Promise<void> {
    const { role, by, from, to } = reading.part
    if (role !== 'increment') return settle(context, reading)
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
    const progress = createTaskProgress(start, context.startedAt, clock)
    const { parts, part, page: number } = start
    const seenAt = parts.some(isSettling) ? context.startedAt : null
    // One page is written while the next one is read.
    let keeping = Promise.resolve()
    try {
      for await (const page of pages(parts, { part, page: number }, context.signal)) {
        const { by, from, to } = page.part
        const { checkpoint, ended } = progress.note(page)
        const kept = { rows: page.size, checkpoint, window: `${by} ${from}..${to}` }
        await keeping
        keeping = context.keep(kept, (state) => fieldTasks.put(page.rows, state, seenAt))
        if (ended) keeping = keeping.then(() => close(context, ended))
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

import type { Reach } from '../../mirror/reach.ts'
import { pageSize } from './client.ts'
import type { TaskPage } from './read-tasks.ts'
import type { Part } from './task-checkpoint.ts'

const sum = (sizes: readonly (number | null)[]): number => sizes.reduce<number>((all, size) => all + (size ?? 0), 0)

/**
 * How much of a pass is done with a page. The vendor tells no total: it is as many rows as the windows had when they were
 * last read, or where not all of them were ever read, how many windows there are.
 */
export function createTaskReach(parts: readonly Part[], sizeOf: (part: Part) => number | null) {
  const sizes = parts.map((part) => (part.role === 'increment' ? 0 : sizeOf(part)))
  const total = sizes.includes(null) ? 0 : sum(sizes)

  return ({ at }: Pick<TaskPage<Part>, 'at'>, hasEnded: boolean): Reach => {
    if (total === 0) return { unit: 'parts', done: at.part + (hasEnded ? 1 : 0), total: parts.length }
    const own = sizes[at.part] ?? 0
    const done = sum(sizes.slice(0, at.part)) + (hasEnded ? own : Math.min(own, at.page * pageSize))
    return { unit: 'rows', done, total }
  }
}

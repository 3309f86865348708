import { useQueryCache } from '@pinia/colada'
import type { Asked } from './ask-early.ts'

/** Hands what was asked early to the cache of the board's own queries, which then find it under way. */
export function adoptAnswers(asked: readonly Asked[]): void {
  const cache = useQueryCache()
  for (const { key, answer } of asked) {
    cache.refresh(cache.ensure({ key, query: () => answer })).catch(() => undefined)
  }
}

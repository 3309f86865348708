import { useQueryCache } from '@pinia/colada'
import { delay } from './delay.ts'
import type { EarlyRequest } from './ask-early.ts'

/** How long answers that come one after the other wait for the last, so that the board is drawn once for all. */
const togetherMs = 100

/** Settles with the last of these, and soon after the first. */
async function gathered(answers: readonly Promise<unknown>[]): Promise<void> {
  const settled = answers.map((answer) => answer.catch(() => undefined))
  const late = Promise.race(settled).then(() => delay(togetherMs))
  await Promise.race([Promise.all(settled), late])
}

/**
 * Asks by the cache of the board's own queries, which then find it under way; what is fresh there is not asked again. Settles
 * when the first board can be drawn from what is in the cache.
 */
export function askAhead(requests: readonly EarlyRequest[]): Promise<void> {
  const cache = useQueryCache()
  const answers: Promise<unknown>[] = []
  const drawn = Promise.resolve().then(() => gathered(answers))
  for (const { key, ask } of requests) {
    const query = ({ signal }: { signal: AbortSignal }) => {
      const answer = ask(signal)
      answers.push(answer)
      return drawn.then(() => answer)
    }
    cache.refresh(cache.ensure({ key, query })).catch(() => undefined)
  }
  return drawn.then(() => delay())
}

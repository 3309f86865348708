import { useQueryCache } from '@pinia/colada'
import { delay } from './delay.ts'
import type { EarlyRequest } from './ask-early.ts'

/** How long earlier answers wait for the last one, so that the board is drawn once for all. */
const togetherMs = 100

/** Settles with the last answer, or soon after the first. */
async function gathered(answers: readonly Promise<unknown>[]): Promise<void> {
  const settled = answers.map((answer) => answer.catch(() => undefined))
  const late = Promise.race(settled).then(() => delay(togetherMs))
  await Promise.race([Promise.all(settled), late])
}

/**
 * Sends the requests through the cache of the board's own queries, which then find them under way; fresh entries are not read again. Settles
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

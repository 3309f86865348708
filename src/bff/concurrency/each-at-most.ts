/**
 * Works through all items, at most `limit` at a time. Takes no new ones after a failure, and rejects with the first when those
 * at work have ended, so that what they keep is there.
 */
export async function eachAtMost<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  async function worker(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  const failures: unknown[] = []
  const stop = (error: unknown) => {
    waiting.length = 0
    failures.push(error)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, () => worker().catch(stop)))
  if (failures.length > 0) throw failures[0]
}

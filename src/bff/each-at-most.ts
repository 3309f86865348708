/** Works through all items, at most `limit` at a time. Stops taking new ones at the first failure, and rejects with it. */
export async function eachAtMost<T>(
  limit: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  async function worker(): Promise<void> {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(
    Array.from({ length: Math.min(limit, items.length) }, () =>
      worker().catch((error: unknown) => {
        waiting.length = 0
        throw error
      }),
    ),
  )
}

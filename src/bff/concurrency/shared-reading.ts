import { createLatest } from './latest.ts'

/**
 * Callers who ask in one turn of the event loop, or while a reading is under way, share one reading of all their keys. What
 * each gets was read after they asked.
 */
export function createSharedReading<Value>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>> {
  const asked = new Set<string>()
  const latest = createLatest(() => {
    const keys = [...asked]
    asked.clear()
    return read(keys)
  })

  return async (keys) => {
    for (const key of keys) asked.add(key)
    const known = await latest()
    return new Map([...known].filter(([key]) => keys.includes(key)))
  }
}

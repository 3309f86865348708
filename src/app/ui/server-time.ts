/** Answers take a moment, and name whole seconds: such a difference is none. */
const sameMs = 60_000

let aheadMs = 0
const watchers = new Set<() => void>()

/** The time by the BFF's clock: a computer's own may be days off. */
export const serverNow = (): number => Date.now() + aheadMs

/** Calls whenever the difference between the two clocks turns out to be another one. */
export function watchClock(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** Takes the `Date` header of an answer. */
export function learnTime(date: unknown): void {
  const ms = Date.parse(String(date)) - Date.now()
  if (Number.isNaN(ms) || Math.abs(ms - aheadMs) < sameMs) return
  aheadMs = Math.abs(ms) < sameMs ? 0 : ms
  for (const watcher of watchers) watcher()
}

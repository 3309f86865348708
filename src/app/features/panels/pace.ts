/** Lets one through, and the next no sooner than so long after it. */
export function createPace(everyMs: number): () => boolean {
  let last = -Infinity
  return () => {
    if (performance.now() - last < everyMs) return false
    last = performance.now()
    return true
  }
}

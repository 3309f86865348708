const perSecond = 20

/** Lets twenty messages a second through. `now`: ms of a clock that only goes forward. */
export function createMessageBudget(now: () => number): () => boolean {
  let begunAt = now()
  let taken = 0
  return () => {
    if (now() - begunAt >= 1000) {
      begunAt = now()
      taken = 0
    }
    taken += 1
    return taken <= perSecond
  }
}

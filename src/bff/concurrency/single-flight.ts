/** Shares one running call per key and forgets it when it settles, so that a failure is never remembered. */
export function createSingleFlight() {
  const running = new Map<string, Promise<unknown>>()
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const current = running.get(key)
    if (current) return current as Promise<T>
    const started = work().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }
}

export type SingleFlight = ReturnType<typeof createSingleFlight>

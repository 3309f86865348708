/** Milliseconds since 1970, and a stopwatch. Passed in wherever time matters, so that tests can turn it. */
export interface Clock {
  (): number
  /** Milliseconds since some moment. Setting the system's time does not move it; it may stand still while a machine is suspended. */
  steady(): number
}

export const systemClock: Clock = Object.assign(() => Date.now(), { steady: () => performance.now() })

/** A user who pulls to refresh gets nothing older, where the system can be asked. */
export const refreshMs = 10_000

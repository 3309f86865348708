/** Milliseconds since 1970. Passed in wherever time matters, so that tests can turn it. */
export type Clock = () => number

/** A user who pulls to refresh gets nothing older, where the system can be asked. */
export const refreshMs = 10_000

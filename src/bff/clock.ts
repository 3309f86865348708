/** Milliseconds since 1970. Passed in wherever time matters, so that tests can turn it. */
export type Clock = () => number

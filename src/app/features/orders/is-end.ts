import { ProblemError } from '../../api/problem-error.ts'

const ends = new Set<string>(['orders_not_allowed', 'order_gone', 'not_a_follower'])

/** After such an answer nothing that was known before is shown: it is no longer the user's to see, or not there. */
export const isEnd = (error: unknown): boolean => error instanceof ProblemError && ends.has(error.code)

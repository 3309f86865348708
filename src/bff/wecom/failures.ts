import type { ErrorCode } from '#contract/error'
import { AppError, UpstreamError, type Reason } from '../errors.ts'

/** The errcodes that the user sees as a sentence [docs/vendors/wecom.md#error-codes]. */
const codes: Partial<Record<number, ErrorCode>> = {
  40058: 'bad_request',
  // The same code as for another salesperson's customer: a caller must not learn whether an id exists.
  40096: 'not_a_follower',
  84061: 'not_a_follower',
  90501: 'not_a_chat_member',
  60011: 'no_customer_rights',
  84074: 'no_customer_rights',
}

/** What the others mean for the call. Any code that is not listed counts as refused: mostly a setting in the admin console. */
const reasons: Partial<Record<number, Reason>> = {
  [-1]: 'unreachable',
  6000: 'unreachable',
  40014: 'expired',
  42001: 'expired',
  45009: 'rate_limited',
  // Too many at once: this passes in a moment, unlike the limit per minute.
  45033: 'unreachable',
  60111: 'not_found',
}

/** The token has expired: it is dropped, a new one is fetched, and the call is sent once more. */
export const isTokenSpent = (error: unknown): boolean =>
  error instanceof UpstreamError && [40014, 42001].includes(Number(error.vendorCode))

/** The id by which WeCom's own tools find the case; the rest of errmsg may repeat what we sent. */
function clue(errmsg: string): string {
  return [/hint: ?\[\w+\]/.exec(errmsg)?.[0], /from ip: ?[\d.a-f:]+/i.exec(errmsg)?.[0]].filter(Boolean).join(', ')
}

/** An errcode other than 0 as the error it means. */
export function failureOf(operation: string, errcode: number, errmsg: string): AppError | UpstreamError {
  const code = codes[errcode]
  if (code) return new AppError(code)
  const reason = reasons[errcode] ?? 'refused'
  const failure = { source: 'wecom', operation, reason, vendorCode: errcode, cause: clue(errmsg) } as const
  return new UpstreamError(errcode === 45009 ? { ...failure, retryAfterSeconds: 60 } : failure)
}

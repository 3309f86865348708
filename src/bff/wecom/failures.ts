import type { ErrorCode } from '#contract/error'
import { AppError, UpstreamError, type Reason } from '../errors.ts'

/** What a refusal of the contact, group or file that was asked for means to the user. */
export type Refusal = Extract<ErrorCode, 'not_a_follower' | 'not_a_chat_member' | 'not_found'>

/**
 * Failures of the call itself, which would hit every other one as well: the token, the app and its permissions, our address,
 * how often and how we call [docs/vendors/wecom.md#error-codes].
 */
const ofCall: Partial<Record<number, Reason>> = {
  [-1]: 'unreachable',
  6000: 'unreachable',
  40001: 'refused',
  40013: 'refused',
  40014: 'expired',
  40029: 'refused',
  40056: 'refused',
  40082: 'refused',
  40091: 'refused',
  42001: 'expired',
  45009: 'rate_limited',
  // Too many at once: this passes in a moment, unlike the limit per minute.
  45033: 'unreachable',
  60020: 'refused',
  301_002: 'refused',
  301_021: 'refused',
  301_025: 'refused',
}

/** So do their families: something is missing, over, badly put, too much, forbidden to the app, or the app is switched off. */
const familiesOfCall = new Set([41, 42, 43, 44, 45, 47, 48, 50])

const isOfCall = (errcode: number): boolean =>
  errcode in ofCall || (errcode > 0 && familiesOfCall.has(Math.floor(errcode / 1000)))

/** Refusals that have a sentence of their own, whatever was asked for. */
const codes: Partial<Record<number, ErrorCode>> = {
  40058: 'bad_request',
  60011: 'no_customer_rights',
  84074: 'no_customer_rights',
}

/** Refusals of one contact, group or member that were seen or are documented; the metric names these alone. */
const knownRefusals = new Set([
  40003, 40031, 40050, 40058, 40096, 46004, 49008, 60011, 60111, 84061, 84074, 86003, 90500, 90501,
])

export const labelOf = (errcode: number): string => (knownRefusals.has(errcode) ? String(errcode) : 'other')

/**
 * Whether WeCom refused the one contact, group or member that was asked for, so that another one would have been told: what
 * asks for many leaves this one out.
 */
export const isOfSubject = (error: unknown): boolean =>
  error instanceof AppError ||
  (error instanceof UpstreamError && typeof error.vendorCode === 'number' && !isOfCall(error.vendorCode))

/** The token has expired: it is dropped, a new one is fetched, and the call is sent once more. */
export const isTokenSpent = (error: unknown): boolean =>
  error instanceof UpstreamError && [40014, 42001].includes(Number(error.vendorCode))

/** The id by which WeCom's own tools find the case; the rest of errmsg may repeat what we sent. */
function clue(errmsg: string): string {
  return [/hint: ?\[\w+\]/.exec(errmsg)?.[0], /from ip: ?[\d.a-f:]+/i.exec(errmsg)?.[0]].filter(Boolean).join(', ')
}

interface Told {
  errcode: number
  errmsg: string
  /** Given where one contact or group was asked for. */
  refusal: Refusal | undefined
}

/** An errcode other than 0 as the error it means. A code that is in no list is of what was asked for. */
export function failureOf(operation: string, { errcode, errmsg, refusal }: Told): AppError | UpstreamError {
  const code = codes[errcode] ?? (isOfCall(errcode) ? undefined : refusal)
  if (code) return new AppError(code)
  const reason = errcode === 60111 ? 'not_found' : (ofCall[errcode] ?? 'refused')
  const failure = { source: 'wecom', operation, reason, vendorCode: errcode, cause: clue(errmsg) } as const
  return new UpstreamError(errcode === 45009 ? { ...failure, retryAfterSeconds: 60 } : failure)
}

import type { AdminCode, AdminProblem } from '#contract/admin-problem'
import { adminErrors } from '#contract/admin-error'
import { errors, type ErrorCode } from '#contract/error'
import type { Problem } from '#contract/problem'
import type { SourceId } from '#contract/source'

const all = { ...errors, ...adminErrors }

/** An outside system that can fail. */
export type Upstream = SourceId | 'wecom'

/**
 * Why an outside call failed. `expired`: the credential is no longer good, even after one renewal.
 * `unreadable`: the answer is not what the vendor documents; `detail` names the field.
 */
export type Reason = 'unreachable' | 'timeout' | 'refused' | 'expired' | 'rate_limited' | 'not_found' | 'unreadable'

interface UpstreamFailure {
  source: Upstream
  /** The vendor's verb, such as `queryTask`. */
  operation: string
  reason: Reason
  /** The vendor's own error code, for the log and for mapping. Never shown. */
  vendorCode?: string | number
  /** Names a field; never a value, URL, token or body. */
  detail?: string
  retryAfterSeconds?: number
  cause?: unknown
}

/** An outside system failed. Its message holds operation and reason only: vendors carry secrets in URLs. */
export class UpstreamError extends Error {
  readonly source: Upstream
  readonly operation: string
  readonly reason: Reason
  readonly vendorCode: string | number | undefined
  readonly detail: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(failure: UpstreamFailure) {
    super(`${failure.source} ${failure.operation}: ${failure.reason}`, { cause: failure.cause })
    this.name = 'UpstreamError'
    this.source = failure.source
    this.operation = failure.operation
    this.reason = failure.reason
    this.vendorCode = failure.vendorCode
    this.detail = failure.detail
    this.retryAfterSeconds = failure.retryAfterSeconds
  }
}

interface Refusal {
  detail?: string
  source?: Upstream
  retryAfterSeconds?: number
  /** Of a wrong password: how often it may still be tried. */
  triesLeft?: number
}

/** We refuse, with a code of the contract. `detail` names what is wrong, never repeats a value. */
export class AppError extends Error {
  readonly code: AdminCode
  readonly detail: string | undefined
  readonly source: Upstream | undefined
  readonly retryAfterSeconds: number | undefined
  readonly triesLeft: number | undefined

  constructor(code: AdminCode, more: Refusal = {}) {
    super(code)
    this.name = 'AppError'
    this.code = code
    this.detail = more.detail
    this.source = more.source
    this.retryAfterSeconds = more.retryAfterSeconds
    this.triesLeft = more.triesLeft
  }
}

/** The database does not answer, or takes no more writes. `code` is the driver's; the driver's message may hold an address. */
export class StoreError extends Error {
  readonly code: string

  constructor(code: string, cause: unknown) {
    super(`the store failed: ${code}`, { cause })
    this.name = 'StoreError'
    this.code = code
  }
}

/** Another instance has taken the lease, so this one may write nothing more. */
export class LeaseLost extends Error {
  constructor(name: string) {
    super(`the lease ${name} is lost`)
    this.name = 'LeaseLost'
  }
}

/** A deadline passed: that of an `AbortSignal.timeout`, or an upstream's own. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof UpstreamError
    ? error.reason === 'timeout'
    : error instanceof DOMException && error.name === 'TimeoutError'

/** The credential or session is no longer taken. */
export const isExpired = (error: unknown): boolean => error instanceof UpstreamError && error.reason === 'expired'

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof DOMException && isTimeout(error)) return new AppError('upstream_timeout')
  if (error instanceof StoreError) return new AppError('store_unavailable')
  if (!(error instanceof UpstreamError)) return new AppError('internal')
  const { source, detail, retryAfterSeconds } = error
  return new AppError(`upstream_${error.reason}`, {
    source,
    ...(detail === undefined ? {} : { detail }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  })
}

/** The code of the contract that a failure becomes. */
export const codeOf = (error: unknown): AdminCode => asAppError(error).code

/** The one mapper from anything thrown to the Problem that the browser gets. A bug becomes `internal` and nothing more. */
export function toAnyProblem(error: unknown, requestId: string): AdminProblem {
  const { code, detail, source, retryAfterSeconds, triesLeft } = asAppError(error)
  return {
    type: `urn:sidedesk:problem:${code}`,
    title: all[code].title,
    status: all[code].status,
    code,
    ...(source ? { source } : {}),
    ...(detail ? { detail } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfter: Math.ceil(retryAfterSeconds) }),
    ...(triesLeft === undefined ? {} : { triesLeft }),
    requestId,
  }
}

const isSidebars = (code: AdminCode): code is ErrorCode => Object.hasOwn(errors, code)

/** The same for the sidebar's calls, whose list of codes is shorter. */
export function toProblem(error: unknown, requestId: string): Problem {
  const { code, ...problem } = toAnyProblem(error, requestId)
  if (!isSidebars(code)) throw new Error(`${code} is no code of the sidebar's`)
  return { ...problem, code }
}

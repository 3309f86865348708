import { AppError, UpstreamError, type Reason } from '../../errors.ts'
import { forbidden } from '../../upstream/send.ts'

interface Asked {
  operation: string
  /** A cursor was sent along. */
  hasCursor: boolean
}

const told = (error: UpstreamError, reason: Reason): UpstreamError => {
  const { source, operation, vendorCode, cause } = error
  const code = vendorCode === undefined ? {} : { vendorCode }
  return new UpstreamError({ source, operation, reason, ...code, cause })
}

/** Says in our words what the contract's refusals mean [docs/orders.md]. A refusal of one customer pauses nothing for others. */
export function failureOf(error: UpstreamError, { operation, hasCursor }: Asked): Error {
  const { reason, vendorCode, retryAfterSeconds } = error
  if (reason === 'expired') return told(error, 'refused')
  if (reason === 'not_found') return operation === 'orders.get' ? new AppError('order_gone') : told(error, 'not_found')
  if (vendorCode === 'not_allowed' || vendorCode === forbidden)
    return new AppError('orders_not_allowed', { source: 'orders' })
  if (vendorCode === 'bad_request' && hasCursor) return new AppError('bad_cursor', { detail: 'query.cursor' })
  if (reason === 'refused') return told(error, 'refused')
  const isBusy = reason === 'unreachable' && (vendorCode === 'busy' || retryAfterSeconds !== undefined)
  if (!isBusy) return error
  const seconds = retryAfterSeconds ?? 1
  return new UpstreamError({ source: 'orders', operation, reason: 'rate_limited', retryAfterSeconds: seconds })
}

/** The order system keeps this customer's orders from this salesperson. */
export const isKept = (error: unknown): boolean => error instanceof AppError && error.code === 'orders_not_allowed'

/** After these the last answer must not be shown: what it told is no longer theirs to see, or not there. */
export const isEnd = (error: unknown): boolean =>
  isKept(error) || (error instanceof AppError && error.code === 'order_gone')

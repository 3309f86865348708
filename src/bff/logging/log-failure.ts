import type { FastifyBaseLogger } from 'fastify'
import { AppError, StoreError, UpstreamError } from '../errors.ts'

/** What may be logged of a failure. Of a vendor's only facts of ours: undici's own errors may hold the URL. */
export function factsOf(error: unknown): object {
  if (error instanceof StoreError) return { store: error.code }
  if (!(error instanceof UpstreamError)) return { err: error }
  const { source, operation, reason, vendorCode, detail, cause } = error
  const clue = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.name) : cause
  return { source, operation, reason, vendorCode, detail, clue }
}

/** Logs a failure that the browser sees as a Problem. Our own refusals are answers, not failures. */
export function logFailure(log: Pick<FastifyBaseLogger, 'warn' | 'error'>, error: unknown): void {
  if (error instanceof UpstreamError) log.warn(factsOf(error), 'upstream failed')
  else if (error instanceof StoreError) log.error(factsOf(error), 'the store failed')
  else if (!(error instanceof AppError)) log.error(factsOf(error), 'bug')
}

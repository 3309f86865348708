import { adminErrors, type AdminErrorCode } from '#contract/admin-error'
import type { AdminProblem } from '#contract/admin-problem'
import { readProblem } from '../../api/problem-error.ts'

/** A refusal that only this page gets, with a sentence that can be shown. */
export class AdminError extends Error {
  readonly code: AdminErrorCode
  readonly title: string
  readonly requestId: string

  constructor({ code, requestId }: { code: AdminErrorCode; requestId: string }) {
    super(code)
    this.name = 'AdminError'
    this.code = code
    this.title = adminErrors[code].title
    this.requestId = requestId
  }
}

type OwnProblem = AdminProblem & { code: AdminErrorCode }

const isOwn = (value: unknown): value is OwnProblem =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  Object.keys(adminErrors).includes(String(value.code))

/** Reads an answer that is not a success: codes of this page, else those of all pages. */
export const readAdminProblem = (value: unknown): Error => (isOwn(value) ? new AdminError(value) : readProblem(value))

/** Whether it was refused for this reason. */
export const isRefusedFor = (error: unknown, ...codes: AdminErrorCode[]): boolean =>
  error instanceof AdminError && codes.includes(error.code)

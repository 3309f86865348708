import { z } from 'zod'
import { adminErrors, type AdminErrorCode } from '#contract/admin-error'
import { errors, type ErrorCode } from '#contract/error'
import { Problem } from '#contract/problem'

/** Whatever a call of these may be refused with: the sidebar's codes, and some of their own. */
export type AdminCode = ErrorCode | AdminErrorCode
const codes = Object.keys({ ...errors, ...adminErrors }) as [AdminCode, ...AdminCode[]]
export const AdminProblem = Problem.extend({ code: z.enum(codes) })
export type AdminProblem = z.infer<typeof AdminProblem>

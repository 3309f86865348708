import { z } from 'zod'
import { errors, type ErrorCode } from '#contract/error'
import { SourceId } from '#contract/source'

const codes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]]

/** RFC 9457 problem details. It never holds a vendor's own status, text, URL or secret. */
export const Problem = z.strictObject({
  /** `urn:sidedesk:problem:<code>` */
  type: z.string(),
  /** The sentence of the code, in Chinese, fit to be shown. */
  title: z.string(),
  status: z.int(),
  code: z.enum(codes),
  /** The system that failed: a source, or WeCom itself. */
  source: z.union([SourceId, z.literal('wecom')]).optional(),
  /** What is wrong with the input or the answer: names a field, never repeats a value. */
  detail: z.string().optional(),
  /** Seconds. */
  retryAfter: z.int().optional(),
  /** With `wrong_password`: how often it may be tried before a lock, where the vendor says so. */
  triesLeft: z.int().optional(),
  requestId: z.string(),
})
export type Problem = z.infer<typeof Problem>

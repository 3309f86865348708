import { z } from 'zod'

/** Every code of a refusal, with the HTTP statuses that it may have. */
export const statusesOf = {
  bad_signature: [401],
  stale_timestamp: [401],
  replayed: [401],
  bad_request: [400, 413],
  unknown_type: [400],
  unsupported_contract: [400],
  no_identity: [400],
  not_allowed: [403],
  not_found: [404],
  busy: [429, 503],
  internal: [500],
} as const
export type RefusalCode = keyof typeof statusesOf

export const RefusalCode = z.enum(Object.keys(statusesOf) as [RefusalCode, ...RefusalCode[]])

/** RFC 9457, as `application/problem+json`. Nothing of it but the code is shown to anybody. */
export const Refusal = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  detail: z.string().optional(),
  code: RefusalCode,
})

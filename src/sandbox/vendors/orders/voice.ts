import type { SimulatedReply, Voice } from '../voice.ts'

const statuses = {
  bad_signature: 401,
  stale_timestamp: 401,
  replayed: 401,
  bad_request: 400,
  unknown_type: 400,
  unsupported_contract: 400,
  no_identity: 400,
  not_allowed: 403,
  not_found: 404,
  busy: 429,
  internal: 500,
} as const
export type Code = keyof typeof statuses

/** A refusal of the order system's, sent as a problem with this code. */
export class Refusal extends Error {
  readonly code: Code
  readonly status: number

  constructor(code: Code, detail: string, status: number = statuses[code]) {
    super(detail)
    this.code = code
    this.status = status
  }
}

const headers = { 'cache-control': 'no-store' }

export const ok = (body: object): SimulatedReply => ({ headers, body })

/** A problem of RFC 9457, with the member `code`. */
export const problem = ({ code, status, message }: Refusal, more: Record<string, string> = {}): SimulatedReply => ({
  status,
  headers: { ...headers, 'content-type': 'application/problem+json', ...more },
  body: { type: 'about:blank', title: code.replaceAll('_', ' '), status, code, detail: message },
})

export const ordersVoice: Voice = {
  refusal: () => problem(new Refusal('bad_signature', 'no signature fits')),
  rateLimited: () => problem(new Refusal('busy', 'too many requests'), { 'retry-after': '7' }),
}

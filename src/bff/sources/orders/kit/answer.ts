import { z } from 'zod'
import { RefusalCode } from './messages/refusal.ts'

/** What came back for one request. */
export interface Answer {
  status: number
  /** Without its parameters. */
  mediaType: string
  cacheControl: string
  retryAfter: string
  /** Undefined where it is no JSON. */
  json: unknown
  ms: number
}

/** There was no answer, or none that could be read to its end. Its message says why, without the address. */
export class NoAnswer extends Error {}

const Coded = z.object({ code: RefusalCode })

/** The code of a refusal; null where there is none that the contract lists. */
export const codeOf = ({ json }: Answer): RefusalCode | null => Coded.safeParse(json).data?.code ?? null

/** The answer in a few words, for the report. */
export const inShort = (answer: Answer): string =>
  `${answer.status} ${codeOf(answer) ?? (answer.mediaType || 'without a content type')}`

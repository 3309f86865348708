import { errors, type ErrorCode } from '#contract/error'
import type { Problem } from '#contract/problem'

/** What can go wrong on the way to our own server, beside the codes of the contract. */
const ways = {
  offline: '网络不通，连不上侧边台',
  no_answer: '侧边台太久没有回应',
  unreadable: '侧边台的数据有误，可能刚刚升级过',
} as const

export type ProblemCode = ErrorCode | keyof typeof ways

type More = { [Name in 'source' | 'retryAfter' | 'triesLeft' | 'requestId' | 'detail']?: Problem[Name] | undefined }

/** A call that failed, with a sentence that can be shown. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly title: string
  readonly source: Problem['source']
  readonly retryAfter: number | undefined
  readonly triesLeft: number | undefined
  readonly requestId: string | undefined

  constructor(code: ProblemCode, more: More = {}) {
    super(code)
    this.name = 'ProblemError'
    this.code = code
    this.title = code in ways ? ways[code as keyof typeof ways] : errors[code as ErrorCode].title
    this.source = more.source
    this.retryAfter = more.retryAfter
    this.triesLeft = more.triesLeft
    this.requestId = more.requestId
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && Object.keys(errors).includes(String(value.code))

/** Reads an answer that is not a success. Only codes of the contract are accepted. */
export function readProblem(value: unknown): ProblemError {
  return isProblem(value) ? new ProblemError(value.code, value) : new ProblemError('unreadable')
}

import { errors } from '#contract/error'
import { ProblemError } from '../../api/problem-error.ts'
import { isRefusedFor } from './admin-error.ts'

const words = {
  write_unsure: {
    title: '不确定有没有写入',
    sentence: '没有等到回答。到「历史」里看有没有这一批；再按一次写入也不会写两遍。',
  },
  undo_unsure: {
    title: '不确定有没有撤销',
    sentence: '没有等到回答。看「历史」里这一批是不是已撤销；再按一次也不会撤销两遍。',
  },
  undone_before: { title: '这一批已经撤销过了', sentence: '这一次什么都没有改。' },
} as const

/** A failure of a write, in words of its own: after a lost answer nobody knows whether it was written. */
export class WriteFailure extends Error {
  readonly title: string
  readonly sentence: string
  /** Whether it may have been written all the same. */
  readonly isUnsure: boolean

  constructor(reason: keyof typeof words, cause: unknown) {
    super(reason, { cause })
    this.name = 'WriteFailure'
    this.title = words[reason].title
    this.sentence = words[reason].sentence
    this.isUnsure = reason !== 'undone_before'
  }
}

export const isUnsure = (error: unknown): boolean => error instanceof WriteFailure && error.isUnsure

/** Whether there was no answer, or one that does not say whether the BFF wrote. */
function isLost(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  const { code } = error
  return code === 'offline' || code === 'no_answer' || code === 'unreadable' || errors[code].status >= 500
}

export const ofWriting = (error: unknown): unknown => (isLost(error) ? new WriteFailure('write_unsure', error) : error)

export function ofUndoing(error: unknown): unknown {
  if (isRefusedFor(error, 'already_undone')) return new WriteFailure('undone_before', error)
  return isLost(error) ? new WriteFailure('undo_unsure', error) : error
}

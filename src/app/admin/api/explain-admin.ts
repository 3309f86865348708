import { explain, type Explanation } from '../../failures/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { AdminError } from './admin-error.ts'
import { WriteFailure } from './write-failure.ts'

type Words = Pick<Explanation, 'title' | 'sentence' | 'code' | 'number'>

const usual = '请稍等一会儿再试。仍不行，把编号告诉维护的人。'
const sentences: Partial<Record<string, string>> = {
  changed_meanwhile: '还没有写入任何东西。重新预览一次，看过再写。',
  preview_gone: '重新预览一次，看过再写。刚才要是写入过，「历史」里有那一批。',
  number_needed: '还没有写入任何东西。输入条数以后再写。',
  file_unreadable: '请另存一次，或者换一种格式再选。',
  body_too_large: '一个文件最多 5 MB。请分成几个。',
  // The answer to every call without a session, and to everybody who is no administrator.
  not_found:
    '登录可能已经过期：请在另一个标签页重新打开「管理」，再回来重试。也可能你不再是管理员，或者这一条已经没有了。',
  offline: '请检查网络，恢复后再试。',
  unreadable: '请重新加载这一页。',
}

/** A failure in plain words, with its next step. */
export function explainAdmin(error: unknown): Words {
  if (error instanceof WriteFailure) {
    const { title, sentence } = error
    return { ...explainAdmin(error.cause), title, sentence }
  }
  const known = error instanceof AdminError || error instanceof ProblemError ? sentences[error.code] : undefined
  if (!(error instanceof AdminError)) return { ...explain(error), sentence: known ?? usual }
  const { code, title, requestId } = error
  return { title, sentence: known ?? usual, code, number: `${code} · ${requestId}` }
}

import type { ErrorCode } from '#contract/error'
import type { Problem } from '#contract/problem'
import { HostError } from '../host/host-error.ts'
import { ProblemError, type ProblemCode } from '../api/problem-error.ts'
import { exactTime } from '../ui/china-time.ts'
import { isReadOnly } from '../session/is-read-only.ts'
import { serverNow } from '../ui/server-time.ts'
import { systems } from '../work/systems.ts'
import { hostScreens, type Screen } from './host-screens.ts'

/** A failure in the user's words, with what to do next. */
export interface Explanation extends Screen {
  title: string
  code: string
  requestId?: string | undefined
  /** For whoever helps: which failure it was, of which request. */
  number: string
}

const again: Screen = {
  icon: 'broken',
  sentence: '请稍等一会儿再试。仍不行，把编号告诉管理员。',
  action: 'retry',
}

/** Problems with a better next step than trying again. */
const problems: Partial<Record<ProblemCode, Screen>> = {
  unauthenticated: { icon: 'person', sentence: '重新登录一次就好，不需要输入密码。', action: 'login' },
  login_loop: { icon: 'person', sentence: '完全退出企业微信，再打开侧边栏。', action: 'login' },
  offline: { icon: 'broken', sentence: '请检查网络，恢复后再试。', action: 'retry' },
  // Beside 企客聊 another loading would end the page.
  unreadable: isReadOnly ? again : { icon: 'broken', sentence: '请重新加载页面。', action: 'reload' },
  not_a_follower: {
    icon: 'denied',
    sentence:
      '只有添加了该客户的同事能看到他的待办。对方若已删除你，请重新添加；交接来的客户，请在通讯录里确认已完成继承。',
    action: 'retry',
  },
  not_a_chat_member: {
    icon: 'denied',
    sentence: '只有群主和群成员能看到群SOP，内部群没有。如果刚刚进群或转成客户群，请过几分钟再试。',
    action: 'retry',
  },
  not_a_member: {
    icon: 'denied',
    sentence: '请让管理员把你加进应用的可见范围，然后重新打开侧边栏。',
    action: 'retry',
  },
  no_customer_rights: {
    icon: 'denied',
    sentence: '请让管理员在「客户联系 → 使用范围」里加上你。',
    action: 'retry',
  },
  orders_not_allowed: {
    icon: 'denied',
    sentence: '谁能看谁的订单，由订单系统决定。需要时请找管理员。',
    action: 'retry',
  },
  first_sync: {
    icon: 'clock',
    sentence: '第一次要把历史记录都拿过来，可能要几分钟。完成后这里会自己显示。',
    action: 'retry',
  },
}

/** Problems of the subject or the user, not of one source: their screen replaces the whole board. */
const wholeBoard: readonly ErrorCode[] = [
  'unauthenticated',
  'login_loop',
  'not_a_member',
  'not_a_follower',
  'not_a_chat_member',
  'no_customer_rights',
]

export const isAboutSubject = (error: unknown): boolean =>
  error instanceof ProblemError && wholeBoard.some((code) => code === error.code)

/** The sentence of a problem, with the name of the system that it is about. */
export const named = ({ title, source }: Pick<Problem, 'title' | 'source'>): string =>
  source ? title.replace('对方系统', systems[source]) : title

/** What no request of ours failed in, is found by when it was and in which client. */
function numberOf(code: string, requestId?: string): string {
  if (requestId) return `${code} · ${requestId}`
  const now = serverNow()
  const client = /wxwork\/[\d.]+/.exec(navigator.userAgent) ?? []
  return [code, ...client, exactTime(new Date(now).toISOString(), now)].join(' · ')
}

/** A Problem that came with rows: what we last knew, or a part of it. */
export const problemNumber = ({ code, requestId }: Problem): string => numberOf(code, requestId)

/** A fault of ours is shown as one, without its internal name. */
export function explain(error: unknown): Explanation {
  if (error instanceof HostError) {
    const code = [error.code, error.step].filter(Boolean).join(' · ')
    return { ...hostScreens[error.code], code, number: numberOf(code) }
  }
  const known: Pick<ProblemError, 'code' | 'title'> & Partial<ProblemError> =
    error instanceof ProblemError ? error : { code: 'internal', title: '侧边台出错了' }
  const { code, title, requestId, source } = known
  const words = { title: named({ title, source }), code, requestId, number: numberOf(code, requestId) }
  return { ...(problems[code] ?? again), ...words }
}

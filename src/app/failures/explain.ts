import type { ErrorCode } from '#contract/error'
import type { Problem } from '#contract/problem'
import { HostError, type HostCode } from '../host/host-error.ts'
import { ProblemError, type ProblemCode } from '../api/problem-error.ts'

export type StateIcon = 'denied' | 'broken' | 'link' | 'done' | 'wecom' | 'clock' | 'person'
type Action = 'retry' | 'reload' | 'login'

/** A failure in the salesperson's words, with what to do next. */
export interface Explanation {
  icon: StateIcon
  title: string
  sentence: string
  action: Action | null
  code: string
  requestId?: string | undefined
}

type Screen = Pick<Explanation, 'icon' | 'sentence' | 'action'>

const hosts: Record<HostCode, Screen & { title: string }> = {
  outside_wecom: {
    icon: 'wecom',
    title: '请在企业微信里打开',
    sentence: '侧边台在聊天旁边工作：打开一位客户或一个客户群，点右上角的侧边栏，再选「侧边台」。',
    action: null,
  },
  wecom_too_old: {
    icon: 'wecom',
    title: '企业微信版本太旧',
    sentence: '需要 3.0.24 或更新的版本。请在「设置 → 关于」里升级，然后重新打开侧边栏。',
    action: 'reload',
  },
  sdk_timeout: {
    icon: 'clock',
    title: '企业微信没有回应',
    sentence: '客户端太久没有告诉我们当前打开的是谁。请重新加载；仍不行，就完全退出企业微信再打开。',
    action: 'reload',
  },
  no_permission: {
    icon: 'denied',
    title: '没有读取当前客户的权限',
    sentence: '请让管理员检查：应用是否在「客户联系 → 可调用接口的应用」里，你是否在「客户联系」的使用范围里。',
    action: 'retry',
  },
  no_context: {
    icon: 'person',
    title: '这里没有打开的客户',
    sentence: '请从与客户的聊天、客户资料或客户群的侧边栏里打开侧边台。同事之间的聊天没有客户。',
    action: 'retry',
  },
  wrong_entry: {
    icon: 'person',
    title: '这种聊天里还用不了',
    sentence: '侧边台支持客户聊天、客户资料、微信客服和客户群。上下游和内部群里没有客户。',
    action: 'retry',
  },
  invalid_signature: {
    icon: 'broken',
    title: '企业微信不认可这个页面',
    sentence: '签名没有通过。请重新加载；仍不行，请让管理员检查可信域名和应用的 Secret。',
    action: 'reload',
  },
  agent_config_failed: {
    icon: 'broken',
    title: '应用没有通过企业微信的检查',
    sentence: '请让管理员检查：当前登录的企业、应用的 AgentId、可见范围和可信域名。',
    action: 'reload',
  },
  sdk_failed: {
    icon: 'broken',
    title: '企业微信没有说出打开的是谁',
    sentence: '请再试一次；仍不行，就关掉侧边栏再打开。',
    action: 'retry',
  },
}

const again: Screen = {
  icon: 'broken',
  sentence: '请稍等一会儿再试。仍不行，把下面的编号告诉管理员。',
  action: 'retry',
}

/** Problems that have more to say than "try again". */
const problems: Partial<Record<ProblemCode, Screen>> = {
  unauthenticated: { icon: 'person', sentence: '重新登录一次就好，不需要输入密码。', action: 'login' },
  login_loop: { icon: 'person', sentence: '完全退出企业微信，再打开侧边栏。', action: 'login' },
  offline: { icon: 'broken', sentence: '请检查网络，恢复后再试。', action: 'retry' },
  unreadable: { icon: 'broken', sentence: '请重新加载页面。', action: 'reload' },
  not_a_follower: {
    icon: 'denied',
    sentence:
      '只有添加了该客户的同事能看到他的待办。对方若已删除你，请重新添加；交接来的客户，请在通讯录里确认已完成继承。',
    action: 'retry',
  },
  not_a_chat_member: {
    icon: 'denied',
    sentence: '只有群主和群成员能看到客户群的安排，内部群没有。如果刚刚进群或转成客户群，请过几分钟再试。',
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
  first_sync: {
    icon: 'clock',
    sentence: '第一次要把历史记录都拿过来，可能要几分钟。完成后这里会自己显示。',
    action: 'retry',
  },
}

/** These are about the subject or the person, not about one source: the whole board gives way to them. */
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

const systems: Record<NonNullable<Problem['source']>, string> = {
  wecom: '企业微信',
  youmi: '友米',
  waiqin: '勤策',
  tanma: '探马',
  yunzhong: '芸众',
}

/** The sentence of a problem, with the name of the system that it is about. */
export const named = ({ title, source }: Pick<Problem, 'title' | 'source'>): string =>
  source ? title.replace('对方系统', systems[source]) : title

/** A fault of ours is told as one: without a name that means nothing to the reader. */
export function explain(error: unknown): Explanation {
  if (error instanceof HostError) {
    return { ...hosts[error.code], code: error.step ? `${error.code} · ${error.step}` : error.code }
  }
  if (!(error instanceof ProblemError)) return { ...again, title: '侧边台出错了', code: 'internal' }
  const { code, title, requestId, source } = error
  return { ...(problems[code] ?? again), title: named({ title, source }), code, requestId }
}

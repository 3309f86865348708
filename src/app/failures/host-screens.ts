import type { HostCode } from '../host/host-error.ts'
import type { StateIcon } from '../ui/state-icons.ts'

export interface Screen {
  icon: StateIcon
  sentence: string
  /** What the button does; none with null. */
  action: 'retry' | 'reload' | 'login' | null
}

/** What the user can do where the client does not say which chat is open. */
export const hostScreens: Record<HostCode, Screen & { title: string }> = {
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
    sentence: '一直没等到企业微信说当前是哪位客户。请重新加载；仍不行，就完全退出企业微信再打开。',
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
    title: '侧边台没有通过企业微信的校验',
    sentence: '请重新加载；仍不行，请让管理员检查可信域名和应用的 Secret。',
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
    title: '没认出当前是哪位客户',
    sentence: '请重试；仍不行，就关掉侧边栏再打开。',
    action: 'retry',
  },
}

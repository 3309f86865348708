export const entries = [
  'auto',
  'single_chat_tools',
  'group_chat_tools',
  'contact_profile',
  'single_kf_tools',
  'normal',
  'chain_single_chat_tools',
] as const
export type Entry = (typeof entries)[number]

export const bridgeCalls = [
  'agentConfig',
  'getContext',
  'getCurExternalContact',
  'getCurExternalChat',
  'sendChatMessage',
  'openEnterpriseChat',
] as const
export type BridgeCall = (typeof bridgeCalls)[number]
/** `unanswered` performs the call but does not answer; `never` does neither. */
export const callFaults = ['none', 'never', 'unanswered', 'no_permission', 'invalid_signature', 'cancel'] as const
export type CallFault = (typeof callFaults)[number]
export type CallFaults = Record<BridgeCall, CallFault>

export const widths = { least: 280, most: 520, presets: [300, 360, 430] } as const

/** The conversation id that means the client's app page instead of a chat. */
export const appPage = 'workbench'
/** And the one that means another client: 企客聊. */
export const qikeliaoPage = 'qikeliao'

/** The settings that the workbench's address can hold. */
export interface Settings {
  /** A conversation's id or targetId; empty for the first conversation. */
  chat: string
  /** A userid; empty for the user in the browser's cookie. */
  user: string
  width: number
  isDark: boolean
  /** The client's network is down: all of its requests fail, but not the workbench's own. */
  isOffline: boolean
  entry: Entry
  version: string
  bridge: string
  /** Whether the client keeps or reloads the page when another chat is opened. */
  webview: 'keep' | 'recreate'
  callFaults: CallFaults
  /** Vendor name → fault, applied once when the address is read. */
  vendorFaults: Record<string, string>
}

const oneOf = <T extends string>(values: readonly T[], value: string | null, otherwise: T): T =>
  values.find((each) => each === value) ?? otherwise

export const clampWidth = (width: number) => Math.min(widths.most, Math.max(widths.least, Math.round(width)))

/** Reads `#chat=…&user=…&width=360&dark=1&offline=1&entry=…&version=…&bridge=late&webview=recreate&call.getContext=never&vendor.youmi=down`. */
export function readSettings(hash: string): Settings {
  const fields = new URLSearchParams(hash.replace(/^#/, ''))
  const fault = (name: BridgeCall) => oneOf(callFaults, fields.get(`call.${name}`), 'none')
  const vendors = [...fields].filter(([name]) => name.startsWith('vendor.'))
  return {
    chat: fields.get('chat') ?? '',
    user: fields.get('user') ?? '',
    width: clampWidth(Number(fields.get('width')) || 360),
    isDark: fields.get('dark') === '1',
    isOffline: fields.get('offline') === '1',
    entry: oneOf(entries, fields.get('entry'), 'auto'),
    version: fields.get('version') ?? '',
    bridge: fields.get('bridge') ?? 'ready',
    webview: oneOf(['keep', 'recreate'] as const, fields.get('webview'), 'keep'),
    callFaults: {
      agentConfig: fault('agentConfig'),
      getContext: fault('getContext'),
      getCurExternalContact: fault('getCurExternalContact'),
      getCurExternalChat: fault('getCurExternalChat'),
      sendChatMessage: fault('sendChatMessage'),
      openEnterpriseChat: fault('openEnterpriseChat'),
    },
    vendorFaults: Object.fromEntries(vendors.map(([name, value]) => [name.slice('vendor.'.length), value])),
  }
}

/** The address that holds these settings; defaults are left out. */
export function writeSettings(settings: Settings): string {
  const { chat, user, width, isDark, isOffline, entry, version, bridge, webview, callFaults } = settings
  const fields = {
    chat,
    user,
    width: width === 360 ? '' : String(width),
    dark: isDark ? '1' : '',
    offline: isOffline ? '1' : '',
    entry: entry === 'auto' ? '' : entry,
    version,
    bridge: bridge === 'ready' ? '' : bridge,
    webview: webview === 'keep' ? '' : webview,
  }
  const calls = Object.entries(callFaults).filter(([, fault]) => fault !== 'none')
  const named = calls.map(([name, fault]) => [`call.${name}`, fault])
  const set = Object.entries(fields).filter(([, value]) => value !== '')
  return `#${new URLSearchParams([...set, ...named]).toString()}`
}

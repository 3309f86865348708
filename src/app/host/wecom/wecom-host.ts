import {
  ensureConfigReady,
  env,
  getContext,
  getCurExternalChat,
  getCurExternalContact,
  onWeixinJSBridgeReady,
  register,
} from '@wecom/jssdk'
import type { Boot, Signature } from '#contract/session'
import { ProblemError } from '../../api/problem-error.ts'
import { classify } from './classify.ts'
import { reasonOf } from '../../api/abort-reason.ts'
import { realTimer, withDeadline, type Timer } from '../deadline.ts'
import { HostError, type HostCode, type HostStep } from '../host-error.ts'
import type { Host, HostContext } from '../host.ts'
import { closeSidebar } from './close-sidebar.ts'
import { openChat } from './open-chat.ts'
import { openLink } from './open-link.ts'
import { sendToChat } from './send-to-chat.ts'

interface Deps {
  boot: Boot
  /** Asks the BFF for a signature of a URL that the boot data has none for. */
  sign: (url: string) => Promise<Signature>
  deadlines?: { bridgeMs: number; agentConfigMs: number; contextMs: number }
  timer?: Timer
}

const jsApiList = [
  'getContext',
  'getCurExternalContact',
  'getCurExternalChat',
  'sendChatMessage',
  'openEnterpriseChat',
  'openDefaultBrowser',
  'closeWindow',
] as const
/** From other entries the client refuses `sendChatMessage`. */
const sendEntries = new Set(['single_chat_tools', 'group_chat_tools', 'single_kf_tools'])
const usual = { bridgeMs: 3000, agentConfigMs: 8000, contextMs: 5000 }
/** A second try does not help with these. */
const final = new Set<HostCode>(['outside_wecom', 'wecom_too_old', 'no_permission', 'no_context', 'wrong_entry'])

const isPhone = (): boolean => /Android|iP(hone|ad)/.test(navigator.userAgent)

/** getContext came with 3.0.24; older clients also need another signature. */
function isTooOld(agent: string): boolean {
  const [major = 0, minor = 0, patch = 0] = (/wxwork\/([\d.]+)/i.exec(agent)?.[1] ?? '').split('.').map(Number)
  return major * 1e6 + minor * 1e3 + patch < 3_000_024
}

function isWorthAgain(error: unknown): boolean {
  if (!(error instanceof HostError)) return false
  // The SDK keeps a pending agentConfig for ever, so a second try would only wait for the first.
  if (error.code === 'sdk_timeout' && error.step === 'agentConfig') return false
  return !final.has(error.code)
}

/** The real client, through the real SDK, which has no deadlines of its own and is silent outside WeCom. */
export function createWecomHost({ boot, sign, deadlines = usual, timer = realTimer }: Deps): Host {
  let isRegistered = false
  /** Used once: when the client refuses it, the second try needs a new one. */
  let brought = boot.signature
  let lastEntry = ''

  function registerOnce(): void {
    if (!boot.session) throw new ProblemError('unauthenticated')
    if (isRegistered) return
    isRegistered = true
    const { corpId, agentId } = boot.session
    const seen = new WeakSet<object>()
    // register() leaks the rejection that every call reports as well.
    window.addEventListener('unhandledrejection', (event) => {
      if (typeof event.reason === 'object' && event.reason && seen.has(event.reason)) event.preventDefault()
    })
    register({
      corpId,
      agentId,
      jsApiList: [...jsApiList],
      getAgentConfigSignature: (url) => {
        const first = brought
        brought = null
        return first?.url === url ? first : sign(url)
      },
      onAgentConfigFail: (reason: unknown) => {
        if (typeof reason === 'object' && reason) seen.add(reason)
      },
    })
  }

  async function step<T>(name: HostStep, run: () => Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
    try {
      const onLate = () => new HostError('sdk_timeout', name)
      return await withDeadline(run(), { ms, signal, timer, onLate })
    } catch (error) {
      throw signal.aborted ? reasonOf(signal) : classify(error, name)
    }
  }

  /** Asks at once for whatever may be open: which of the answers counts is for the entry to say. */
  function askForBoth() {
    const [contact, chat] = [getCurExternalContact(), getCurExternalChat()]
    // What the entry does not allow is refused, and that is ignored.
    for (const asked of [contact, chat]) asked.catch(() => undefined)
    return { contact, chat }
  }

  async function whoIsOpen(
    entry: string,
    { contact, chat }: ReturnType<typeof askForBoth>,
    signal: AbortSignal,
  ): Promise<HostContext> {
    const { contextMs } = deadlines
    if (['single_chat_tools', 'contact_profile', 'single_kf_tools'].includes(entry)) {
      const { userId } = await step('getCurExternalContact', () => contact, contextMs, signal)
      if (!userId) throw new HostError('no_context', 'getCurExternalContact')
      return { kind: 'contact', externalUserId: userId }
    }
    if (entry === 'group_chat_tools') {
      const { chatId } = await step('getCurExternalChat', () => chat, contextMs, signal)
      if (!chatId) throw new HostError('no_context', 'getCurExternalChat')
      return { kind: 'chat', chatId }
    }
    if (/^(chain_|internal_)/.test(entry)) throw new HostError('wrong_entry', 'getContext')
    return { kind: 'me' }
  }

  async function attempt(signal: AbortSignal): Promise<HostContext> {
    if (!env.isWeCom) throw new HostError('outside_wecom')
    if (isTooOld(navigator.userAgent)) throw new HostError('wecom_too_old')
    registerOnce()
    await step('bridge', () => onWeixinJSBridgeReady, deadlines.bridgeMs, signal)
    await step('agentConfig', async () => ensureConfigReady(), deadlines.agentConfigMs, signal)
    const context = step('getContext', () => getContext(), deadlines.contextMs, signal)
    const asked = askForBoth()
    const { entry } = await context
    lastEntry = String(entry)
    return whoIsOpen(lastEntry, asked, signal)
  }

  return {
    context: (signal) =>
      attempt(signal).catch((error: unknown) => {
        if (signal.aborted || !isWorthAgain(error)) throw error
        return attempt(signal)
      }),
    canSend: () => sendEntries.has(lastEntry),
    send: (content, signal) => sendToChat(content, signal, timer),
    openChat: (target) => openChat(target, timer),
    // Phones have no such call: their client shows a link itself.
    openLink: (url) => (env.isWeCom && !isPhone() ? openLink(url, timer) : null),
    backToChat: () => (env.isWeCom && isPhone() ? closeSidebar(timer) : null),
  }
}

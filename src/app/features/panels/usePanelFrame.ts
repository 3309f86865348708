import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import type { Panel } from '#contract/panel'
import type { Subject } from '../../subject/subject.ts'
import { createMessageBudget } from './message-budget.ts'
import { entryOf } from './panel.ts'
import { readMessage, type PanelMessage } from './read-message.ts'
import { usePanelToken, type Held } from './usePanelToken.ts'

/** Why the host did or did not do what a panel asked for. */
export type ResultCode = 'done' | 'refused' | 'stale_context' | 'not_possible' | 'too_fast'

/** Whatever a panel may ask for, beside its context. */
export type Wish = Extract<PanelMessage, { type: 'copy' | 'place' | 'open' | 'badge' | 'changed' }>

interface Asked {
  panel: Panel
  subject: Subject
  frame: Ref<HTMLIFrameElement | null>
  /** Does what the panel asks for. `contextId`: of what is open. */
  act(wish: Wish, contextId: string): Promise<ResultCode> | ResultCode
}

const readyMs = 8000
const renewEveryMs = 10_000
const isDark = (): boolean => document.documentElement.classList.contains('van-theme-dark')

/** One panel in its frame: it is told what is open once it says that it is ready, and is heard from then on. */
export function usePanelFrame({ panel, subject, frame, act }: Asked) {
  /** Another number makes the frame anew. */
  const attempt = ref(0)
  const isLate = ref(false)
  const refusal = shallowRef<unknown>(null)
  const isGreeted = ref(false)
  const state = computed(() => {
    if (refusal.value) return 'refused'
    if (isLate.value) return 'silent'
    return isGreeted.value ? 'ready' : 'opening'
  })
  /** Documents that the frame has loaded, and those that have said that they are ready: one of another maker says nothing. */
  let count = { loaded: 0, ready: 0 }
  let deadline = 0
  let renewedAt = -Infinity
  let contextId = ''
  const now = (): number => performance.now()
  const mayCome = createMessageBudget(now)
  const token = usePanelToken(subject, panel.id, { token: greet, refused: refuse })

  function post(message: object): void {
    frame.value?.contentWindow?.postMessage({ sidedesk: 1, ...message }, panel.origin)
  }

  function greet(held: Held): void {
    if (count.ready === 0 || count.ready < count.loaded || document.hidden) return
    isGreeted.value = true
    contextId = held.contextId
    const look = { theme: isDark() ? 'dark' : 'light', locale: 'zh-CN', width: frame.value?.clientWidth ?? 0 }
    post({ type: 'context', ...held, ...look, entry: entryOf(subject) })
  }

  function wipe(): void {
    if (isGreeted.value) post({ type: 'wipe', contextId })
  }

  function refuse(error: unknown): void {
    wipe()
    isGreeted.value = false
    refusal.value = error
  }

  function awaitReady(): void {
    isGreeted.value = false
    window.clearTimeout(deadline)
    deadline = window.setTimeout(() => (isLate.value = true), readyMs)
  }

  function begin(): void {
    count = { loaded: 0, ready: 0 }
    awaitReady()
    void token.ask()
  }

  function retry(): void {
    isLate.value = false
    refusal.value = null
    attempt.value += 1
    begin()
  }

  function onLoad(): void {
    count.loaded += 1
    if (count.ready < count.loaded && count.loaded > 1) awaitReady()
  }

  function onReady(): void {
    count.ready = Math.min(count.ready + 1, count.loaded + 1)
    window.clearTimeout(deadline)
    const held = token.held()
    if (held) greet(held)
  }

  async function renew(): Promise<ResultCode> {
    if (now() - renewedAt < renewEveryMs) return 'too_fast'
    renewedAt = now()
    await token.ask()
    return token.held() ? 'done' : 'not_possible'
  }

  async function answer(message: PanelMessage): Promise<ResultCode> {
    const held = token.held()
    if (!held || message.type === 'unfit' || message.type === 'ready') return 'not_possible'
    return message.type === 'renew' ? renew() : act(message, held.contextId)
  }

  async function onMessage({ source, origin, data }: MessageEvent<unknown>): Promise<void> {
    const isOurs = source !== null && source === frame.value?.contentWindow && origin === panel.origin
    const message = isOurs && mayCome() ? readMessage(data) : null
    if (!message) return
    if (message.type === 'ready') return onReady()
    if (!isGreeted.value) return
    const code = await answer(message)
    if (message.id !== null) post({ type: 'result', id: message.id, ok: code === 'done', code })
  }

  /** The customer is not left on a screen that nobody sees; whoever comes back finds the page as it was told to be. */
  function onVisibility(): void {
    if (document.hidden) wipe()
    else tellAgain()
  }

  function tellAgain(): void {
    const held = token.held()
    if (held) greet(held)
    else if (!refusal.value && !isLate.value) void token.ask()
  }

  const theme = new MutationObserver(() => isGreeted.value && tellAgain())
  const listen = (event: MessageEvent<unknown>): void => void onMessage(event)
  onMounted(() => {
    window.addEventListener('message', listen)
    document.addEventListener('visibilitychange', onVisibility)
    theme.observe(document.documentElement, { attributeFilter: ['class'] })
    begin()
  })
  onBeforeUnmount(() => {
    wipe()
    window.removeEventListener('message', listen)
    document.removeEventListener('visibilitychange', onVisibility)
    theme.disconnect()
    window.clearTimeout(deadline)
  })

  return { attempt, state, refusal, retry, onLoad }
}

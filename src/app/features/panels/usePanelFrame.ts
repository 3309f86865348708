import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'
import type { Panel } from '#contract/panel'
import type { Subject } from '../../subject/subject.ts'
import { createMessageBudget } from './message-budget.ts'
import { entryOf } from './panel.ts'
import { createPace } from './pace.ts'
import { readMessage, type PanelMessage } from './read-message.ts'
import type { ResultCode } from './result-code.ts'
import type { Wish } from './usePanelActs.ts'
import { usePanelToken, type Held } from './usePanelToken.ts'

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
  /** Whether the frame has loaded a document, and whether the one in it has said that it is ready: another maker's says nothing. */
  let hasLoaded = false
  let isHere = false
  let deadline = 0
  /** What the panel was told last. */
  let told = { contextId: '', isDark: false }
  const mayCome = createMessageBudget(() => performance.now())
  const mayRenew = createPace(renewEveryMs)
  const token = usePanelToken(subject, panel.id, { token: greet, refused: refuse })

  function post(message: object): void {
    frame.value?.contentWindow?.postMessage({ sidedesk: 1, ...message }, panel.origin)
  }

  function greet(held: Held): void {
    if (!isHere || document.hidden) return
    isGreeted.value = true
    told = { contextId: held.contextId, isDark: isDark() }
    const look = { theme: told.isDark ? 'dark' : 'light', locale: 'zh-CN', width: frame.value?.clientWidth ?? 0 }
    post({ type: 'context', ...held, ...look, entry: entryOf(subject) })
  }

  function wipe(): void {
    if (isGreeted.value) post({ type: 'wipe', contextId: told.contextId })
  }

  function refuse(error: unknown): void {
    wipe()
    isGreeted.value = false
    refusal.value = error
  }

  function giveUp(): void {
    isLate.value = true
    token.rest()
  }

  function awaitReady(): void {
    isHere = false
    isGreeted.value = false
    window.clearTimeout(deadline)
    deadline = window.setTimeout(giveUp, readyMs)
  }

  function begin(): void {
    hasLoaded = false
    awaitReady()
    void token.ask()
  }

  function retry(): void {
    isLate.value = false
    refusal.value = null
    attempt.value += 1
    begin()
  }

  /** The first document may have been ready before all of it was loaded; each further one has to say so afterwards. */
  function onLoad(): void {
    if (hasLoaded) awaitReady()
    hasLoaded = true
  }

  function onReady(): void {
    isHere = true
    window.clearTimeout(deadline)
    const held = token.held()
    if (held) greet(held)
  }

  async function renew(): Promise<ResultCode> {
    if (!mayRenew()) return 'too_fast'
    return (await token.ask()) ? 'done' : 'not_possible'
  }

  async function answer(message: PanelMessage): Promise<ResultCode> {
    const held = token.held()
    if (!held || message.type === 'unfit' || message.type === 'ready') return 'not_possible'
    return message.type === 'renew' ? renew() : act(message, held.contextId)
  }

  async function onMessage(event: MessageEvent<unknown>): Promise<void> {
    const { source, origin } = event
    const isOurs = source !== null && source === frame.value?.contentWindow && origin === panel.origin
    const message = isOurs && mayCome() ? readMessage(event.data) : null
    if (!message) return
    if (message.type === 'ready') return onReady()
    if (!isGreeted.value) return
    const code = await answer(message)
    if (message.id !== null) post({ type: 'result', id: message.id, ok: code === 'done', code })
  }

  /** The customer is not left on a screen that nobody sees; whoever comes back finds the page as it was told to be. */
  function onVisibility(): void {
    if (document.hidden) {
      wipe()
      token.rest()
    } else if (!refusal.value && !isLate.value) comeBack()
  }

  function comeBack(): void {
    const held = token.held()
    if (!held) return void token.ask()
    token.goOn()
    greet(held)
  }

  function onLook(): void {
    const held = token.held()
    if (held && isGreeted.value && isDark() !== told.isDark) greet(held)
  }

  const theme = new MutationObserver(onLook)
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

import { defineStore } from 'pinia'
import { computed, shallowRef, ref } from 'vue'
import { realTimer, type Timer } from '../host/deadline.ts'
import type { ChatTarget, Host, HostContext } from '../host/host.ts'
import type { Content } from '#contract/content'
import { keyOf } from './key-of.ts'
import { placeInChat, type Placing } from './place-in-chat.ts'
import { createVisit } from './visit.ts'

export type Subject = HostContext

type View = { state: 'asking' } | { state: 'ready'; subject: Subject } | { state: 'failed'; error: unknown }

interface StartOptions {
  first?: Promise<Subject>
  ahead?: (subject: Subject) => void
  timer?: Timer
}

/** How long the former subject may stay on screen while the client has not said which chat is open now. */
const doubtMs = 1000

/** The subject of the sidebar: never the last known one when the client fails to say. */
export const useSubject = defineStore('subject', () => {
  const view = shallowRef<View>({ state: 'asking' })
  /** Grows whenever the client confirms the same subject: boards then refresh stale lists. */
  const confirmations = ref(0)
  /** Whether the client takes messages for the open chat from the sidebar's present entry. */
  const canSend = ref(false)
  let host: Host | null = null
  let timer: Timer = realTimer
  let ahead: (subject: Subject) => void = () => undefined
  let generation = 0
  let running: AbortController | null = null
  let isAskedAgain = false

  const visit = createVisit((subject) => ahead(subject))
  /** Whose board is on screen: the open chat's, or one that is visited from there. */
  const onScreen = computed(() => (view.value.state === 'ready' ? (visit.visited.value ?? view.value.subject) : null))

  const isShown = (subject: Subject): boolean =>
    view.value.state === 'ready' && keyOf(view.value.subject) === keyOf(subject)

  function accept(subject: Subject): void {
    canSend.value = host?.canSend() ?? false
    if (isShown(subject)) {
      confirmations.value += 1
      return
    }
    visit.end()
    ahead(subject)
    view.value = { state: 'ready', subject }
  }

  /** The chat may have changed after the client answered: neither its answer nor the former subject is shown. */
  function doubt(named: Subject | null): void {
    if (named && !isShown(named)) view.value = { state: 'asking' }
    void ask()
  }

  function settle(mine: number, named: Subject | null, then: () => void): void {
    if (mine !== generation) return
    running = null
    if (isAskedAgain) doubt(named)
    else then()
  }

  async function ask(first?: Promise<Subject>): Promise<void> {
    if (!host) return
    const mine = ++generation
    isAskedAgain = false
    running = new AbortController()
    const late = timer.set(() => {
      if (mine === generation) view.value = { state: 'asking' }
    }, doubtMs)
    try {
      const subject = await (first ?? host.context(running.signal))
      settle(mine, subject, () => accept(subject))
    } catch (error) {
      settle(mine, null, () => (view.value = { state: 'failed', error }))
    } finally {
      timer.clear(late)
    }
  }

  /** Asks the client again; during a running call, after that call. */
  async function recheck(): Promise<void> {
    if (running) isAskedAgain = true
    else await ask()
  }

  /** Starts over, for a button. */
  async function restart(): Promise<void> {
    running?.abort()
    view.value = { state: 'asking' }
    await ask()
  }

  /** `first`: the client's answer, where it was asked already. `ahead`: called with each subject before it is shown. */
  async function start(by: Host, options: StartOptions = {}): Promise<void> {
    host = by
    timer = options.timer ?? realTimer
    ahead = options.ahead ?? ahead
    await ask(options.first)
  }

  /**
   * Asks the client whether this subject is open: it may have gone to another without a word. One that is visited stays
   * so while the chat is open from which it was. @throws HostError
   */
  async function isOpen(expected: Subject): Promise<boolean> {
    if (!host) return false
    const open = await host.context(new AbortController().signal)
    const isVisited = onScreen.value !== null && keyOf(onScreen.value) === keyOf(expected)
    return isVisited ? isShown(open) : keyOf(open) === keyOf(expected)
  }

  /** Puts content into the chat's input, if the expected chat is still open. */
  async function place(expected: Subject, content: Content): Promise<Placing> {
    return host ? placeInChat(host, expected, content) : { kind: 'unconfirmed' }
  }

  async function openChat(target: ChatTarget): Promise<boolean> {
    return host?.openChat(target) ?? false
  }

  const backToChat = (): Promise<boolean> | null => host?.backToChat() ?? null
  const openLink = (url: string): Promise<boolean> | null => host?.openLink(url) ?? null

  const { visited, next } = visit
  return {
    view,
    onScreen,
    visited,
    next,
    confirmations,
    canSend,
    start,
    recheck,
    restart,
    isOpen,
    place,
    openChat,
    openLink,
    backToChat,
    visit: visit.begin,
    goOn: visit.goOn,
    leave: visit.leave,
  }
})

import { defineStore } from 'pinia'
import { shallowRef, ref } from 'vue'
import { realTimer, type Timer } from '../host/deadline.ts'
import type { ChatTarget, Host, HostContext } from '../host/host.ts'
import type { Content } from '#contract/content'
import { keyOf } from './key-of.ts'
import { placeInChat, type Placing } from './place-in-chat.ts'

export type Subject = HostContext

type View = { state: 'asking' } | { state: 'ready'; subject: Subject } | { state: 'failed'; error: unknown }

interface StartOptions {
  first?: Promise<Subject>
  ahead?: (subject: Subject) => void
  timer?: Timer
}

/** How long the former customer may stay on screen while the client has not said who is open now. */
const doubtMs = 1000

/** Whom this sidebar is about. Never the last known customer when the client fails to say. */
export const useSubject = defineStore('subject', () => {
  const view = shallowRef<View>({ state: 'asking' })
  /** Grows whenever the same subject was confirmed: readers then refresh what is stale. */
  const confirmations = ref(0)
  /** Whether the client takes messages for the open chat where the sidebar stands now. */
  const canSend = ref(false)
  let host: Host | null = null
  let timer: Timer = realTimer
  let ahead: (subject: Subject) => void = () => undefined
  let generation = 0
  let running: AbortController | null = null
  let isAskedAgain = false

  const isShown = (subject: Subject): boolean =>
    view.value.state === 'ready' && keyOf(view.value.subject) === keyOf(subject)

  function accept(subject: Subject): void {
    canSend.value = host?.canSend() ?? false
    if (isShown(subject)) {
      confirmations.value += 1
      return
    }
    ahead(subject)
    view.value = { state: 'ready', subject }
  }

  /** The chat may have changed after the client answered: whom it named then is shown to nobody, nor is the former one. */
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

  /** Asks again who is open; while it is being asked, remembers to. */
  async function recheck(): Promise<void> {
    if (running) isAskedAgain = true
    else await ask()
  }

  /** Starts over, as a button does. */
  async function restart(): Promise<void> {
    running?.abort()
    view.value = { state: 'asking' }
    await ask()
  }

  /** `first`: the client's answer where it has been asked already. `ahead`: hears of a subject before it is shown. */
  async function start(by: Host, options: StartOptions = {}): Promise<void> {
    host = by
    timer = options.timer ?? realTimer
    ahead = options.ahead ?? ahead
    await ask(options.first)
  }

  /** Puts content into the chat's input, if the client still has open whom it is meant for. */
  async function place(expected: Subject, content: Content): Promise<Placing> {
    return host ? placeInChat(host, expected, content) : { kind: 'unconfirmed' }
  }

  async function openChat(target: ChatTarget): Promise<boolean> {
    return host?.openChat(target) ?? false
  }

  return { view, confirmations, canSend, start, recheck, restart, place, openChat }
})

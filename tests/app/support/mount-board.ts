import { PiniaColada } from '@pinia/colada'
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { load } from '../../../src/app/board/later.ts'
import BoardView from '../../../src/app/board/BoardView.vue'
import { useSession } from '../../../src/app/session/session.ts'
import type { Boot } from '#contract/session'
import type { Host } from '../../../src/app/host/host.ts'
import { useSubject, type Subject } from '../../../src/app/subject/subject.ts'
import { createFakeHost } from './fake-host.ts'
import { boot, now } from './samples.ts'

/** Call it once in a test file: the time is fixed before each test, and the page is empty after it. */
export function useBoards(
  toFake: ('Date' | 'setInterval' | 'setTimeout' | 'clearTimeout' | 'clearInterval')[] = ['Date'],
) {
  beforeEach(() => {
    vi.useFakeTimers({ toFake })
    vi.setSystemTime(now)
  })
  afterEach(() => {
    document.body.replaceChildren()
    vi.useRealTimers()
  })
  // Runs first: hooks run in reverse.
  enableAutoUnmount(afterEach)
}

export const ofContact: Subject = { kind: 'contact', externalUserId: 'wmAAA' }

/** A client that stays with one subject and takes no messages. */
function silentHost(subject: Subject): Host {
  const { host, state } = createFakeHost(subject)
  state.canSend = false
  return host
}

/** The board of one subject, in the page, as main.ts sets it up. */
export async function mountBoard(
  subject: Subject = ofContact,
  { begin = boot, host }: { begin?: Boot; host?: Host } = {},
): Promise<VueWrapper> {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().begin(begin)
  await useSubject().start(host ?? silentHost(subject))
  const plugins = [pinia, [PiniaColada, { queryOptions: { staleTime: 15_000, refetchOnWindowFocus: false } }]]
  const wrapper = mount(BoardView, {
    props: { subject },
    attachTo: document.body,
    global: { plugins: plugins as never, stubs: { transition: false } },
  })
  await flushPromises()
  // What an empty board shows comes with the sheets.
  await load().catch(() => undefined)
  await flushPromises()
  return wrapper
}

const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? element.textContent).replaceAll(/\s+/g, ' ').trim()

/** The only button with this accessible name, sheets included. */
export function button(name: string | RegExp): HTMLButtonElement {
  const all = [...document.querySelectorAll('button')]
  const found = all.filter((element) =>
    typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element)),
  )
  const [first] = found
  if (!first || found.length > 1)
    throw new Error(`${found.length} buttons ${name} among: ${all.map(nameOf).join(' | ')}`)
  return first
}

export async function press(name: string | RegExp): Promise<void> {
  button(name).click()
  await flushPromises()
}

/** Sheets are loaded when they are first opened. */
export async function untilDialog(): Promise<void> {
  await vi.waitFor(() => expect(dialog()).not.toBeNull())
  await flushPromises()
}

export const dialog = (): HTMLElement | null => document.querySelector('[role=dialog]')
export const text = (): string => document.body.textContent.replaceAll(/\s+/g, ' ')
export const titles = (): string[] => [...document.querySelectorAll('.row__title')].map((row) => row.textContent)
export const alerts = (): string[] => [...document.querySelectorAll('[role=alert]')].map(nameOf)

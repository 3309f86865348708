import { PiniaColada } from '@pinia/colada'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, vi } from 'vitest'
import AdminApp from '../../../src/app/admin/AdminApp.vue'
import { sendAdminBy } from '../../../src/app/admin/api/call-admin.ts'
import type { Sending } from '../../../src/app/api/send.ts'
import { peopleList, status } from './admin-samples.ts'
import { now } from './samples.ts'

interface Answer {
  status?: number
  body?: unknown
}
type Route = Answer | ((sending: Sending) => Answer | Promise<Answer>)

/** What every view asks for. */
const usual: Record<string, Route> = {
  'GET /api/admin/status': { body: status },
  'GET /api/admin/people': { body: peopleList([]) },
}

/** Nothing has a size here; a list draws the rows that fit into its own. */
const sizes = { clientWidth: 800, clientHeight: 800, offsetHeight: 49 } as const

/** Call it once in a test file. */
export function useAdmin(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(now)
    for (const [name, size] of Object.entries(sizes))
      Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size })
  })
  afterEach(() => {
    document.body.replaceChildren()
    window.location.hash = ''
    vi.restoreAllMocks()
    vi.useRealTimers()
  })
  enableAutoUnmount(afterEach)
}

/** The administrators' page at this address, over a BFF that answers by this table. */
export async function openAdmin(hash: string, routes: Record<string, Route> = {}) {
  const seen: Sending[] = []
  const table = { ...usual, ...routes }
  sendAdminBy(async (sending) => {
    seen.push(sending)
    const route = table[`${sending.method} ${sending.url}`]
    if (!route) throw new Error(`no route for ${sending.method} ${sending.url}`)
    const { status: code = 200, body = null } = typeof route === 'function' ? await route(sending) : route
    return { status: code, data: body, date: undefined }
  })
  window.location.hash = hash
  const pinia = createPinia()
  setActivePinia(pinia)
  mount(AdminApp, {
    props: { staff: { userid: 'wangfang', name: '王芳' } },
    attachTo: document.body,
    global: { plugins: [pinia, PiniaColada] as never },
  })
  await flushPromises()
  await flushPromises()
  return { seen, table, of: (call: string) => seen.filter(({ method, url }) => `${method} ${url}` === call) }
}

/** Rows of the table, without its heading. */
export const rows = (): string[] =>
  [...document.querySelectorAll('[role=row]:not(.is-head)')].map((row) =>
    row.textContent.replaceAll(/\s+/g, ' ').trim(),
  )

export const panel = (): string => document.querySelector('aside')?.textContent.replaceAll(/\s+/g, ' ').trim() ?? ''

/** Fills in the only field of this name. */
export async function fill(name: string, value: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`)
  if (!field) throw new Error(`no field ${name}`)
  field.value = value
  field.dispatchEvent(new Event('input'))
  await flushPromises()
}

/** Gives the page a file, as choosing one does. */
export async function chooseFile(file: File): Promise<void> {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('no place for a file')
  Object.defineProperty(input, 'files', { value: [file], configurable: true })
  input.dispatchEvent(new Event('change'))
  await flushPromises()
  await flushPromises()
}

/** An answer that comes when the test says so. */
export function heldBack() {
  let resolve: (answer: { body: unknown }) => void = () => {}
  const promise = new Promise<{ body: unknown }>((settle) => (resolve = settle))
  return { promise, resolve: (answer: { body: unknown }): void => resolve(answer) }
}

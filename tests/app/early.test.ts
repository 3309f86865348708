import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { askEarly, type EarlyRequest } from '../../src/app/start/ask-early.ts'
import type { HostContext } from '../../src/app/host/host.ts'
import { openPage } from '../../src/app/page.ts'
import { createFakeApi } from './support/fake-api.ts'
import { createFakeHost } from './support/fake-host.ts'
import { text, titles } from './support/mount-board.ts'
import { boot, contact, list, problem, todo } from './support/samples.ts'

const ofContact: HostContext = { kind: 'contact', externalUserId: 'wmAAA' }
const routes = {
  'GET /api/contacts/wmAAA': { body: contact },
  'GET /api/contacts/wmAAA/todos': { body: list('youmi', [todo(1, '2026-06-10T11:00:00+08:00')]) },
  'GET /api/contacts/wmAAA/field-tasks': { body: list('waiqin', []) },
  'GET /api/contacts/wmAAA/group-sops': { body: list('tanma', []) },
}

/** The beginning of main.ts. */
function begin(context: Promise<HostContext>, later = ofContact, hasReturned = false) {
  const asked: EarlyRequest[] = []
  const first = context.then((subject) => {
    asked.push(...askEarly(subject, boot))
    return subject
  })
  return { boot, host: createFakeHost(later).host, first, asked, hasReturned }
}

beforeEach(() => {
  document.body.innerHTML = '<div id="app"></div>'
})

test('what was asked before the page stood is shown, and not asked again', async () => {
  const { calls } = createFakeApi(routes)
  const begun = begin(Promise.resolve(ofContact))
  await begun.first
  expect(new Set(calls())).toEqual(new Set(Object.keys(routes)))
  openPage(begun)
  await flushPromises()
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  expect(calls()).toHaveLength(4)
})

test('a client that is slower than the page changes nothing', async () => {
  const { calls } = createFakeApi(routes)
  let answer: (subject: HostContext) => void = () => undefined
  openPage(begin(new Promise((resolve) => (answer = resolve))))
  await flushPromises()
  expect(calls()).toEqual([])
  answer(ofContact)
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  expect(calls()).toHaveLength(4)
})

test('the next customer is asked about before his board is made, and once', async () => {
  const next = { 'GET /api/contacts/wmBBB': { body: { ...contact, externalUserId: 'wmBBB' } } }
  const { calls } = createFakeApi({
    ...routes,
    ...next,
    'GET /api/contacts/wmBBB/todos': { body: list('youmi', [todo(2, '2026-06-10T11:00:00+08:00')]) },
    'GET /api/contacts/wmBBB/field-tasks': { body: list('waiqin', []) },
    'GET /api/contacts/wmBBB/group-sops': { body: list('tanma', []) },
  })
  openPage(begin(Promise.resolve(ofContact), { kind: 'contact', externalUserId: 'wmBBB' }))
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  window.dispatchEvent(new Event('focus'))
  await vi.waitFor(() => expect(titles()).toEqual(['待办 2']))
  expect(calls()).toHaveLength(8)
})

test('an early question that failed is that source’s failure, and no other’s', async () => {
  const body = problem('upstream_unreachable', 502, 'tanma')
  createFakeApi({ ...routes, 'GET /api/contacts/wmAAA/group-sops': { status: 502, body } })
  const begun = begin(Promise.resolve(ofContact))
  openPage(begun)
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  expect(text()).toContain('群SOP !')
  expect(text()).toContain('重试')
})

test('who was open before the salesperson came back is shown to nobody', async () => {
  const shown: string[] = []
  createFakeApi({
    ...routes,
    'GET /api/contacts/wmBBB': { body: { ...contact, externalUserId: 'wmBBB' } },
    'GET /api/contacts/wmBBB/todos': { body: list('youmi', [todo(2, '2026-06-10T11:00:00+08:00')]) },
    'GET /api/contacts/wmBBB/field-tasks': { body: list('waiqin', []) },
    'GET /api/contacts/wmBBB/group-sops': { body: list('tanma', []) },
  })
  const watch = new MutationObserver(() => shown.push(...titles()))
  watch.observe(document.body, { childList: true, subtree: true })
  openPage(begin(Promise.resolve(ofContact), { kind: 'contact', externalUserId: 'wmBBB' }, true))
  await vi.waitFor(() => expect(titles()).toEqual(['待办 2']))
  await flushPromises()
  watch.disconnect()
  expect(new Set(shown)).toEqual(new Set(['待办 2']))
})

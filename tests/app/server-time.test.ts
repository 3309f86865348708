import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { learnTime, serverNow } from '../../src/app/ui/server-time.ts'
import { createFakeApi } from './support/fake-api.ts'
import { mountBoard, text, titles, useBoards } from './support/mount-board.ts'
import { contact, list, now, todo } from './support/samples.ts'

const dayMs = 86_400_000
const date = new Date(now).toUTCString()
const tomorrow = todo(1, '2026-06-11T11:00:00+08:00')
const board = (date: string) => ({
  'GET /api/contacts/wmAAA': { body: contact, date },
  'GET /api/contacts/wmAAA/todos': { body: list('youmi', [tomorrow]), date },
  'GET /api/contacts/wmAAA/field-tasks': { body: list('waiqin', []), date },
  'GET /api/contacts/wmAAA/group-sops': { body: list('tanma', []), date },
})

useBoards(['Date', 'setInterval', 'setTimeout', 'clearTimeout', 'clearInterval'])
afterEach(() => learnTime(new Date().toUTCString()))

test.each([
  ['three days fast', 3],
  ['three days slow', -3],
  ['right', 0],
])('with a clock that is %s, what is due tomorrow is due tomorrow', async (_name, days) => {
  vi.setSystemTime(now + days * dayMs)
  createFakeApi(board(date))
  await mountBoard()
  await vi.advanceTimersByTimeAsync(300)
  expect(titles()).toEqual(['待办 1'])
  expect(text()).toContain('明天 11:00')
  expect(document.querySelector('h2')?.textContent.trim()).toBe('以后 1')
})

test('a clock that is set right while the page is open counts at the next answer', async () => {
  vi.setSystemTime(now + 3 * dayMs)
  learnTime(date)
  expect(serverNow()).toBe(now)
  vi.setSystemTime(now)
  learnTime(date)
  expect(serverNow()).toBe(now)
})

test('seconds on the way, and answers without a time, change nothing', async () => {
  vi.setSystemTime(now + 2500)
  for (const said of [date, null, undefined, '', 'soon']) learnTime(said)
  await flushPromises()
  expect(serverNow()).toBe(now + 2500)
})

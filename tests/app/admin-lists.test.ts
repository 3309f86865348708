import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { ContactLink } from '#contract/admin-contact-link'
import { linked, peopleList, person, since, status, vendorPerson } from './support/admin-samples.ts'
import { fill, heldBack, openAdmin, panel, rows, useAdmin } from './support/mount-admin.ts'
import { button, press, text } from './support/mount-board.ts'

useAdmin()

const people = 'GET /api/admin/people'
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => person(`u${from + index}`, `人${from + index}`, [linked]))

async function pressKey(key: string): Promise<void> {
  document.querySelector('[role=grid]')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await flushPromises()
}

const scrollTo = async (row: number): Promise<void> => {
  const grid = document.querySelector('[role=grid]')
  if (grid) grid.scrollTop = row * 49
  grid?.dispatchEvent(new Event('scroll'))
  await flushPromises()
}

test('the first and the last row are one key away', async () => {
  await openAdmin('#/people', { [people]: { body: peopleList(many(0, 30)) } })
  await pressKey('End')
  expect(panel()).toContain('人29')
  await pressKey('ArrowDown')
  expect(panel()).toContain('人29')
  await pressKey('Home')
  expect(panel()).toContain('人0')
})

test('an end that is reached while the list is read again is not forgotten', async () => {
  const again = heldBack()
  const api = await openAdmin('#/people', { [people]: { body: peopleList(many(0, 200), 'c1') } })
  api.table[people] = ({ query }) => (query && 'cursor' in query ? { body: peopleList(many(200, 200)) } : again.promise)
  await press(/^没有/)
  await scrollTo(185)
  again.resolve({ body: peopleList(many(0, 200), 'c1') })
  await flushPromises()
  await flushPromises()
  expect(api.of(people).at(-1)?.query).toEqual({ limit: 200, state: 'missing', cursor: 'c1' })
})

test('what is looked for and not found is one tap away from everything', async () => {
  const api = await openAdmin('#/people', { [people]: { body: peopleList([]) } })
  await fill('找人', '没有这个人')
  expect(text()).toContain('没有这样的人')
  api.table[people] = { body: peopleList(many(0, 3)) }
  await press('看全部')
  expect(rows()).toHaveLength(3)
  expect(document.querySelector<HTMLInputElement>('input[type=search]')?.value).toBe('')
})

test('before the people are read for a first time it says so, and where to look', async () => {
  await openAdmin('#/people', { [people]: { body: { ...peopleList([]), readAt: null } } })
  expect(text()).toContain('还没有读到通讯录')
  expect(() => button('看全部')).toThrow('0 buttons')
})

test('whom nobody claims can be looked at by system', async () => {
  const stray = [{ source: 'waiqin' as const, people: 27, rows: 3 }]
  const api = await openAdmin('#/people?tab=nobody', {
    'GET /api/admin/status': { body: { ...status, stray } },
    'GET /api/admin/vendor-people': { body: { items: [vendorPerson], next: null, total: 1 } },
  })
  await press('勤策 27')
  expect(api.of('GET /api/admin/vendor-people').at(-1)?.query).toEqual({ limit: 200, source: 'waiqin' })
})

const link = (number: number): ContactLink => ({
  externalUserId: `wm${number}`,
  source: 'waiqin',
  sourceId: `s-${number}`,
  name: null,
  how: 'import',
  by: null,
  byName: null,
  since,
  holds: null,
})

test('of links that are fewer than before the first is chosen, where the chosen one is gone', async () => {
  const counts = { all: 9, import: 9, made: 0, doubtful: 0 }
  const all = Array.from({ length: 9 }, (_, index) => link(index))
  const api = await openAdmin('#/contacts', {
    'GET /api/admin/contact-links': { body: { items: all, next: null, counts } },
  })
  await pressKey('End')
  expect(panel()).toContain('s-8')
  api.table['GET /api/admin/contact-links'] = { body: { items: [link(3)], next: null, counts } }
  await fill('找关联', 's-3')
  expect(panel()).toContain('s-3')
})

test('a customer whose name is not kept is shown by the id', async () => {
  const counts = { all: 1, import: 1, made: 0, doubtful: 0 }
  await openAdmin('#/contacts', { 'GET /api/admin/contact-links': { body: { items: [link(1)], next: null, counts } } })
  expect(rows()[0]).toMatch(/^勤策 s-1wm1导入/)
})

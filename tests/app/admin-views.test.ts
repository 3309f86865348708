import { expect, test, vi } from 'vitest'
import type { ContactLink } from '#contract/admin-contact-link'
import type { SourceStatus } from '#contract/admin-status'
import { faultyLines } from '../../src/app/admin/import/faulty-lines.ts'
import { batch, preview, since, status } from './support/admin-samples.ts'
import { openAdmin, panel, rows, useAdmin } from './support/mount-admin.ts'
import { alerts, button, press, text } from './support/mount-board.ts'
import { problem } from './support/samples.ts'

useAdmin()

const link: ContactLink = {
  externalUserId: 'wmAAA',
  source: 'waiqin',
  sourceId: 's-1',
  name: '南坪店',
  how: 'made',
  by: 'hejing',
  byName: '何静',
  since,
  holds: false,
}
const links = { items: [link], next: null, counts: { all: 1, import: 0, made: 1, doubtful: 1 } }

test('the overview says first what is to mend, and where', async () => {
  await openAdmin('')
  const [first] = document.querySelectorAll('[aria-label=要办的事] li')
  expect(first?.textContent).toContain('企业可信IP 少了 1 个')
  expect(first?.textContent).toContain('管理后台 → 应用管理 → 侧边台 → 企业可信IP')
  expect(text()).toContain('其余 1 项正常')
})

test('a card has the number, a bar for each hour, and how far the first reading is', async () => {
  await openAdmin('')
  expect(text()).toContain('128,400')
  expect(text()).toContain('首次同步 67%')
  expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('67')
  expect(text()).toContain('每分钟 3,400 条，还要约 18 分钟')
  expect(document.querySelectorAll('svg[role=img] rect')).toHaveLength(24)
  expect(document.querySelector('svg[role=img]')?.getAttribute('aria-label')).toBe('近 24 小时调用 2760 次，2 次没成')
})

test('whoever is missing is one link away', async () => {
  await openAdmin('')
  const missing = [...document.querySelectorAll('a')].find(({ textContent }) => textContent.trim() === '38 人')
  expect(missing?.getAttribute('href')).toBe('#/people?state=missing&source=youmi')
})

test('it is examined anew when that is asked for', async () => {
  const api = await openAdmin('')
  await press('重新检查')
  expect(api.of('GET /api/admin/status').at(-1)?.headers['Cache-Control']).toBe('no-cache')
})

test('the findings stand by group', async () => {
  await openAdmin('#/checks')
  expect([...document.querySelectorAll('main h2')].map((heading) => heading.textContent)).toEqual(['企业微信', '本机'])
})

test('undoing says what it will do before it is done, and afterwards what it did', async () => {
  const api = await openAdmin('#/history', {
    'GET /api/admin/batches': { body: { items: [batch()], next: null } },
    'GET /api/admin/batches/b-1': {
      body: { items: preview().rows.map(({ line: _line, tasks: _tasks, ...row }) => row), next: null },
    },
    'POST /api/admin/batches/b-1/undo': { body: { batchId: 'b-2', undone: 77, kept: 3 } },
  })
  expect(rows()[0]).toContain('导入 工号-11月.csv41345能撤销 77 行')
  expect(panel()).toContain('77 行回到之前的样子')
  expect(panel()).toContain('另外 3 行后来又改过，不动')
  await press('撤销 77 行')
  expect(api.of('POST /api/admin/batches/b-1/undo')).toHaveLength(1)
  expect(text()).toContain('撤销了 77 行，3 行后来改过，没动')
})

test('a batch that is undone has no button', async () => {
  await openAdmin('#/history', {
    'GET /api/admin/batches': { body: { items: [batch({ undoneAt: since })], next: null } },
    'GET /api/admin/batches/b-1': { body: { items: [], next: null } },
  })
  expect(() => button(/^撤销 /)).toThrow('0 buttons')
})

test('a link of a customer says whose it is and what is doubtful, and goes after a second tap', async () => {
  const api = await openAdmin('#/contacts', {
    'GET /api/admin/contact-links': { body: links },
    'DELETE /api/admin/contact-links/wmAAA/waiqin/s-1': { status: 204 },
  })
  expect(rows()[0]).toContain('南坪店勤策 s-1')
  expect(panel()).toContain('由 何静 关联')
  expect(panel()).toContain('他今天已经关联不了这位客户')
  await press('移除')
  expect(api.of('DELETE /api/admin/contact-links/wmAAA/waiqin/s-1')).toHaveLength(0)
  await press('确定移除')
  expect(api.of('DELETE /api/admin/contact-links/wmAAA/waiqin/s-1')).toHaveLength(1)
})

test('whose session has ended, or who is no administrator any more, is told so', async () => {
  await openAdmin('#/history', { 'GET /api/admin/batches': { status: 404, body: problem('not_found', 404) } })
  expect(alerts().join()).toContain('登录可能已经过期：请在另一个标签页重新打开「管理」')
  expect(alerts().join()).toContain('也可能你不再是管理员')
})

test('an unknown address is the overview', async () => {
  await openAdmin('#/nothing')
  expect(document.querySelector('h1')?.textContent).toBe('概况')
})

const unread = { line: 9, code: 'empty', userid: null, name: null, source: '无此系统', sourceId: null }
const taken = { line: 3, userid: 'liuyang', name: '刘洋', source: 'youmi', sourceId: 'b31', code: 'taken' } as const

test('the lines that are not written are saved by line, and no cell is a formula', () => {
  const made = faultyLines(
    preview({ faults: [{ ...unread, title: '=SUM(A1)' }], conflicts: [{ ...taken, title: '他说"不"' }] }),
  )
  expect(made.split('\r\n')).toEqual([
    '\uFEFF"行","姓名","userid","系统","工号","说明"',
    '"3","刘洋","liuyang","友米","b31","他说""不"""',
    '"9","","","无此系统","","\'=SUM(A1)"',
    '',
  ])
})

test.each(['=1', '+1', '-1', '@a', '\t=1', '\r=1'])(
  'a cell that begins as %j is guarded as in files of the BFF',
  (title) => {
    expect(faultyLines(preview({ faults: [{ ...unread, title }] }))).toContain(`"'${title}"`)
  },
)

test('a source that is held back says when it is tried again', async () => {
  const [source] = status.sources
  const retryAt = '2026-06-10T09:32:30+08:00'
  const sources = source ? [{ ...source, state: 'failing', sync: null, retryAt }] : []
  await openAdmin('', { 'GET /api/admin/status': { body: { ...status, sources } } })
  expect(text()).toMatch(/先停一下，(\d+ 分钟后再试|马上再试)/)
})

test('examined anew it says how many people there are now', async () => {
  const api = await openAdmin('')
  expect(text()).toContain('有客户权限的 312 人')
  const coverage = status.coverage.map((each) => ({ ...each, people: 313 }))
  api.table['GET /api/admin/status'] = { body: { ...status, coverage } }
  await press('重新检查')
  expect(text()).toContain('有客户权限的 313 人')
})

const during = (sync: SourceStatus['sync'], state: SourceStatus['state'] = 'first_sync') => ({
  'GET /api/admin/status': {
    body: { ...status, sources: status.sources.map((source) => ({ ...source, state, sync })) },
  },
})

test.each([
  [[1204, 1], '54个业务系统里的人没人认领，手上有 1,205 条'],
  [[1204, null], '54个业务系统里的人没人认领，手上至少有 1,204 条'],
  [[null, null], '54个业务系统里的人没人认领'],
])('whom nobody claims have rows in hand, as far as these are counted: %j', async (counts, words) => {
  const stray = counts.map((rows, index) => ({ source: index ? 'youmi' : 'waiqin', people: 27, rows }))
  await openAdmin('', { 'GET /api/admin/status': { body: { ...status, stray } } })
  const found = [...document.querySelectorAll('.three li')].map((each) =>
    each.textContent.replaceAll(/\s+/g, ' ').trim(),
  )
  expect(found[1]).toBe(words)
})

test('a first reading that stands still promises no time, and one of unknown size has no bar', async () => {
  const sync = { what: '客户', done: 9, total: null, percent: null, perMinute: 3, secondsLeft: null }
  await openAdmin('', during(sync))
  expect(text()).toContain('客户：每分钟 3 条')
  expect(text()).not.toContain('还要约')
  expect(document.querySelector('[role=progressbar]')).toBeNull()
})

test('a first reading that has failed says so in place of its pace', async () => {
  await openAdmin(
    '',
    during({ what: '外勤任务', done: 9, total: 18, percent: 50, perMinute: 3, secondsLeft: null }, 'failing'),
  )
  expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('50')
  expect(text()).not.toContain('每分钟')
})

test('the bar of a first reading moves by itself, and nobody asks again once it is over', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const api = await openAdmin('')
  api.table['GET /api/admin/status'] = during(null, 'ok')['GET /api/admin/status']
  await vi.advanceTimersByTimeAsync(10_000)
  expect(api.of('GET /api/admin/status')).toHaveLength(2)
  expect(document.querySelector('[role=progressbar]')).toBeNull()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(api.of('GET /api/admin/status')).toHaveLength(2)
})

test('nobody asks again on another view, whatever is read', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  const api = await openAdmin('')
  window.location.hash = '#/import'
  window.dispatchEvent(new Event('hashchange'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(document.querySelector('h1')?.textContent).toBe('导入')
  expect(api.of('GET /api/admin/status')).toHaveLength(1)
})

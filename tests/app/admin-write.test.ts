import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { ProblemError } from '../../src/app/api/problem-error.ts'
import { batch, linked, peopleList, person, preview } from './support/admin-samples.ts'
import { chooseFile, heldBack, openAdmin, useAdmin } from './support/mount-admin.ts'
import { alerts, button, dialog, press, text } from './support/mount-board.ts'
import { problem } from './support/samples.ts'

useAdmin()

const look = 'POST /api/admin/mappings/preview'
const apply = 'POST /api/admin/mappings/apply'
const undo = 'POST /api/admin/batches/b-1/undo'
const csv = new File(['userid,source,id\nlinxiaomei,youmi,b17\n'], '工号.csv')
const people = { 'GET /api/admin/people': { body: peopleList([person('hejing', '何静', [linked])]) } }
const history = {
  'GET /api/admin/batches': { body: { items: [batch()], next: null } },
  'GET /api/admin/batches/b-1': { body: { items: [], next: null } },
}
const lose = (): never => {
  throw new ProblemError('offline')
}

test('while it writes neither Esc nor the veil nor 取消 closes, and the answer is told', async () => {
  const written = heldBack()
  const api = await openAdmin('#/people', { ...people, [look]: { body: preview() }, [apply]: () => written.promise })
  await press('移除友米的号')
  await press('写入 1 行')
  dialog()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  document.querySelector<HTMLElement>('.veil')?.click()
  await press('取消')
  expect(dialog()).not.toBeNull()
  expect(api.of(apply)[0]?.signal?.aborted ?? false).toBe(false)
  written.resolve({ body: { batchId: 'x', written: 1 } })
  await flushPromises()
  expect(dialog()).toBeNull()
  expect(text()).toContain('写入了 1 行')
})

test('what is being written is told after another view was opened', async () => {
  const written = heldBack()
  const api = await openAdmin('#/import', { ...history, [look]: { body: preview() }, [apply]: () => written.promise })
  await chooseFile(csv)
  await press('写入 1 行')
  await press('换一个文件')
  expect(text()).toContain('工号.csv')
  window.location.hash = '#/history'
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  await flushPromises()
  expect(api.of(apply)[0]?.signal?.aborted ?? false).toBe(false)
  written.resolve({ body: { batchId: 'x', written: 1 } })
  await flushPromises()
  expect(text()).toContain('写入了 1 行')
})

test.each([
  ['no answer', lose],
  ['an answer of 5xx', { status: 503, body: problem('overloaded', 503) }],
  ['an answer that is none of ours', { status: 502, body: '<html>' }],
])('after %s it is not said that nothing was written, and the same preview is written again', async (_, lost) => {
  const api = await openAdmin('#/people', { ...people, [look]: { body: preview() }, [apply]: lost })
  await press('移除友米的号')
  const before = api.of('GET /api/admin/people').length
  await press('写入 1 行')
  expect(alerts().join()).toContain('不确定有没有写入')
  expect(dialog()?.querySelector('a')?.getAttribute('href')).toBe('#/history')
  expect(api.of('GET /api/admin/people').length).toBeGreaterThan(before)
  api.table[apply] = { body: { batchId: 'x', written: 1 } }
  await press('写入 1 行')
  expect(api.of(apply).map(({ body }) => body)).toEqual([{ previewId: 'p1' }, { previewId: 'p1' }])
  expect(dialog()).toBeNull()
})

test('of a preview that is gone it is not said that nothing was written', async () => {
  await openAdmin('#/people', {
    ...people,
    [look]: { body: preview() },
    [apply]: { status: 409, body: problem('preview_gone' as never, 409) },
  })
  await press('移除友米的号')
  await press('写入 1 行')
  expect(alerts().join()).not.toContain('还没有写入任何东西')
  expect(alerts().join()).toContain('「历史」里有那一批')
})

test('an undoing whose answer was lost says so, and the list is read again', async () => {
  const api = await openAdmin('#/history', { ...history, [undo]: lose })
  await press('撤销 77 行')
  expect(alerts().join()).toContain('不确定有没有撤销')
  expect(api.of('GET /api/admin/batches')).toHaveLength(2)
})

test('a second undoing has a sentence of its own, beside the batch that it was about', async () => {
  const api = await openAdmin('#/history', {
    ...history,
    [undo]: { status: 409, body: problem('already_undone' as never, 409) },
    'GET /api/admin/batches/b-2': { body: { items: [], next: null } },
  })
  api.table['GET /api/admin/batches'] = {
    body: { items: [batch({ id: 'b-2', kind: 'undo', title: null, undoable: 5 }), batch()], next: null },
  }
  await press('撤销 77 行')
  expect(alerts().join()).toContain('这一批已经撤销过了')
  expect(button('撤销 77 行')).toBeTruthy()
})

test('a batch of the command line, and one whose maker was erased, say so', async () => {
  const [first, second] = [
    batch({ by: null, byName: null, via: 'command' }),
    batch({ id: 'b-2', by: null, byName: null }),
  ]
  await openAdmin('#/history', {
    ...history,
    'GET /api/admin/batches': { body: { items: [first, second], next: null } },
  })
  expect(text()).toContain('命令行')
  expect(text()).toContain('以前的管理员')
})

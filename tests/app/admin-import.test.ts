import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { importBounds } from '#contract/admin-mapping'
import { maxFileBytes } from '../../src/app/admin/import/read-file.ts'
import { preview } from './support/admin-samples.ts'
import { chooseFile, fill, heldBack, openAdmin, rows, useAdmin } from './support/mount-admin.ts'
import { alerts, button, press, text } from './support/mount-board.ts'
import { problem } from './support/samples.ts'

useAdmin()

const look = 'POST /api/admin/mappings/preview'
const apply = 'POST /api/admin/mappings/apply'
const csv = new File(['userid,source,id\nlinxiaomei,youmi,b17\n'], '工号.csv')
const change = { userid: 'huangjuan', name: '黄娟', source: 'youmi' as const, tasks: { appear: 9, vanish: 6 } }
const refused = { source: 'youmi' as const, sourceId: 'b31' }
const large = preview({
  counts: { added: 1, changed: 34, unchanged: 230, removed: 5 },
  rows: [
    ...preview().rows,
    { ...change, line: 38, from: 'b18', to: 'b19', kind: 'changed' },
    { ...change, line: null, from: 'b12', to: null, kind: 'removed' },
  ],
  conflicts: [{ ...refused, line: 14, userid: 'liuyang', name: '刘洋', code: 'two_ids', title: '第 203 行也是 b31' }],
  faults: [
    { ...refused, line: 77, userid: 'nobody', name: null, code: 'unknown_userid', title: '企业微信里没有这个 userid' },
  ],
  typed: 39,
})

test('a file is looked at first: conflicts and faults, then what is changed and removed', async () => {
  const api = await openAdmin('#/import', { [look]: { body: large } })
  await chooseFile(csv)
  expect(api.of(look)[0]?.body).toEqual({ csv: 'userid,source,id\nlinxiaomei,youmi,b17\n', name: '工号.csv' })
  expect(text()).toContain('还没有写入任何东西')
  expect(rows()).toEqual([
    '14刘洋liuyang友米b31冲突第 203 行也是 b31',
    '77nobody友米b31有错企业微信里没有这个 userid',
    expect.stringContaining('b18 → 改为b19更改板上多 9 条，少 6 条'),
    expect.stringContaining('b12 → 改为没有移除'),
  ])
  await press('新增 1')
  expect(rows()).toHaveLength(1)
})

test('where much would change the number has to be typed, and the button waits for it', async () => {
  const api = await openAdmin('#/import', { [look]: { body: large }, [apply]: { body: { batchId: 'x', written: 40 } } })
  await chooseFile(csv)
  const write = button('写入 40 行')
  expect(write.getAttribute('aria-disabled')).toBe('true')
  await press('写入 40 行')
  await fill('要更改和移除的行数', '38')
  await press('写入 40 行')
  expect(api.of(apply)).toEqual([])
  await fill('要更改和移除的行数', '39')
  expect(write.getAttribute('aria-disabled')).toBe('false')
  await press('写入 40 行')
  expect(api.of(apply).map(({ body }) => body)).toEqual([{ previewId: 'p1', typed: 39 }])
  expect(text()).toContain('写入了 40 行')
  expect(button('选文件').disabled).toBe(false)
})

test('a file of a few rows that removes most of them asks for the number as a long one does', async () => {
  const counts = { added: 0, changed: 0, unchanged: 2, removed: 3 }
  const removed = { ...change, line: null, to: null, kind: 'removed' as const }
  const gone = ['b1', 'b2', 'b3'].map((from) => Object.assign({ from }, removed))
  const small = preview({ counts, rows: gone, conflicts: [], faults: [], typed: 3 })
  const api = await openAdmin('#/import', { [look]: { body: small }, [apply]: { body: { batchId: 'x', written: 3 } } })
  await chooseFile(csv)
  await press('写入 3 行')
  expect(api.of(apply)).toEqual([])
  await fill('要更改和移除的行数', '3')
  await press('写入 3 行')
  expect(api.of(apply).map(({ body }) => body)).toEqual([{ previewId: 'p1', typed: 3 }])
})

test('what somebody changed meanwhile is said, nothing chosen is lost, and it is looked at again', async () => {
  const api = await openAdmin('#/import', {
    [look]: { body: preview() },
    [apply]: { status: 409, body: problem('changed_meanwhile' as never, 409) },
  })
  await chooseFile(csv)
  await press('写入 1 行')
  expect(alerts().join()).toContain('刚才有人改过了')
  expect(() => button('写入 1 行')).toThrow('0 buttons')
  api.table[look] = { body: preview({ previewId: 'p2' }) }
  api.table[apply] = { body: { batchId: 'x', written: 1 } }
  await press('重新预览')
  await press('写入 1 行')
  expect(api.of(apply).at(-1)?.body).toEqual({ previewId: 'p2' })
})

test('the chosen file is still there after another view', async () => {
  const api = await openAdmin('#/import', { [look]: { body: preview() } })
  await chooseFile(csv)
  for (const hash of ['#/overview', '#/import']) {
    window.location.hash = hash
    window.dispatchEvent(new HashChangeEvent('hashchange'))
    await flushPromises()
  }
  expect(text()).toContain('工号.csv')
  expect(api.of(look)).toHaveLength(2)
})

test('that the file is everything is a choice of its own, and is looked at anew', async () => {
  const api = await openAdmin('#/import', { [look]: { body: preview() } })
  await chooseFile(csv)
  document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
  await flushPromises()
  expect(api.of(look).at(-1)?.body).toMatchObject({ whole: true })
})

test('a CSV as Excel saves it in China is read', async () => {
  const api = await openAdmin('#/import', { [look]: { body: preview() } })
  // 「工号」 in GB 18030.
  await chooseFile(new File([new Uint8Array([0xb9, 0xa4, 0xba, 0xc5])], '工号.csv'))
  expect(api.of(look)[0]?.body).toMatchObject({ csv: '工号' })
})

test.each([
  ['little', [0xff, 0xfe, 0xe5, 0x5d, 0xf7, 0x53]],
  ['big', [0xfe, 0xff, 0x5d, 0xe5, 0x53, 0xf7]],
])('what Excel calls Unicode text is read, the %s end first', async (_, bytes) => {
  const api = await openAdmin('#/import', { [look]: { body: preview() } })
  await chooseFile(new File([new Uint8Array(bytes)], '工号.txt'))
  expect(api.of(look)[0]?.body).toMatchObject({ csv: '工号' })
})

test('a file that grows beyond what may be sent is refused by that bound', async () => {
  const api = await openAdmin('#/import', { [look]: { body: preview() } })
  // 「工」 in GB 18030, which has two bytes there and three in UTF-8.
  const grown = new Uint8Array(maxFileBytes).map((_, index) => (index % 2 === 0 ? 0xb9 : 0xa4))
  await chooseFile(new File([grown], '工号.csv'))
  await vi.waitFor(() => expect(alerts()).toEqual(['这个文件转成 UTF-8 以后超过 6.6 MB，传不上去，请分成几个']))
  expect(api.of(look)).toEqual([])
})

test('a workbook goes as it is', async () => {
  const api = await openAdmin('#/import', { [look]: { body: preview() } })
  await chooseFile(new File([new Uint8Array([80, 75, 3, 4])], '渝北.xlsx'))
  await vi.waitFor(() => expect(api.of(look)).toHaveLength(1))
  expect(api.of(look)[0]?.body).toEqual({ xlsx: 'UEsDBA==', name: '渝北.xlsx' })
})

test('what is no table, or too large, is refused here', async () => {
  const api = await openAdmin('#/import')
  await chooseFile(new File(['x'], '工号.xls'))
  expect(alerts()).toEqual(['请用 CSV 或 XLSX；XLS 请先另存为 XLSX'])
  await chooseFile(new File(['x'.repeat(maxFileBytes + 1)], '工号.csv'))
  expect(alerts()).toEqual(['一个文件最多 5 MB，请分成几个'])
  expect(api.of(look)).toEqual([])
  expect(maxFileBytes).toBe(importBounds.bytes)
})

test('while a file is looked at anew nothing says that it is written', async () => {
  const held = heldBack()
  let looks = 0
  await openAdmin('#/import', { [look]: () => (looks++ === 0 ? { body: preview() } : held.promise) })
  await chooseFile(csv)
  document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
  await flushPromises()
  expect(button('正在预览').getAttribute('aria-disabled')).toBe('true')
  expect(text()).not.toContain('正在写入')
  held.resolve({ body: preview() })
})

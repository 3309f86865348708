import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { linked, peopleList, person, preview, suggested, twins, vendorPerson } from './support/admin-samples.ts'
import { fill, heldBack, openAdmin, panel, rows, useAdmin } from './support/mount-admin.ts'
import { alerts, button, dialog, press, text } from './support/mount-board.ts'
import { problem } from './support/samples.ts'

useAdmin()

const look = 'POST /api/admin/mappings/preview'
const apply = 'POST /api/admin/mappings/apply'
const hejing = person('hejing', '何静', [linked])
const lin = person('linxiaomei', '林晓梅', [suggested])
const zhou = person('ZhouWei', '周伟', [twins])
const people = { 'GET /api/admin/people': { body: peopleList([hejing, lin, zhou]) } }

const pressKey = async (key: string): Promise<void> => {
  document.querySelector('[role=grid]')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await flushPromises()
}

test('a row says each id and how it came, and of a suggestion that it is none yet', async () => {
  await openAdmin('#/people', people)
  expect(rows()).toEqual([
    expect.stringContaining('b11导入'),
    expect.stringContaining('b17？姓名与部门一致'),
    expect.stringContaining('2 个都像b03、b29'),
  ])
  expect(button(/^没有 38/).getAttribute('aria-pressed')).toBe('false')
})

test('the panel gives the reasons, what did not tell, and the effect, before the one button', async () => {
  await openAdmin('#/people', people)
  await pressKey('ArrowDown')
  expect(panel()).toContain('建议 b17 林晓梅')
  expect(panel()).toContain('✓姓名与部门一致')
  expect(panel()).toContain('×userid：不同，或没法比')
  expect(panel()).toContain('没有比过手机号和邮箱（企业微信不给）')
  expect(panel()).toContain('板上会多出 14 条')
  expect(button('认作 b17').disabled).toBe(false)
})

test('a suggestion is taken by Enter: looked at, written, and the row says so', async () => {
  const api = await openAdmin('#/people', {
    ...people,
    [look]: { body: preview() },
    [apply]: { body: { batchId: 'x', written: 1 } },
  })
  await pressKey('ArrowDown')
  api.table['GET /api/admin/people'] = {
    body: peopleList([person('linxiaomei', '林晓梅', [{ ...linked, sourceId: 'b17', how: 'hand', byName: '王芳' }])]),
  }
  await pressKey('Enter')
  await flushPromises()
  expect(api.of(look).map(({ body }) => body)).toEqual([
    { accept: [{ userid: 'linxiaomei', source: 'youmi', sourceId: 'b17' }] },
  ])
  expect(api.of(apply).map(({ body }) => body)).toEqual([{ previewId: 'p1' }])
  expect(rows()[1]).toContain('b17手工，王芳')
  expect(text()).toContain('写入了 1 行')
})

test('of twins none is chosen, and there is no button until one is', async () => {
  const api = await openAdmin('#/people', people)
  await pressKey('ArrowDown')
  await pressKey('ArrowDown')
  expect(panel()).toContain('有 2 个都像，先选一个')
  expect(() => button(/^认作/)).toThrow('0 buttons')
  await pressKey('Enter')
  expect(api.of(look)).toEqual([])
  document.querySelectorAll<HTMLInputElement>('aside input[type=radio]')[1]?.click()
  await flushPromises()
  expect(button('认作 b29').disabled).toBe(false)
})

test('what meets a conflict is shown, and not written', async () => {
  const conflict = {
    line: null,
    userid: 'linxiaomei',
    source: 'youmi' as const,
    code: 'taken' as const,
    name: null,
    sourceId: 'b17',
  }
  const api = await openAdmin('#/people', {
    ...people,
    [look]: {
      body: preview({
        conflicts: [{ ...conflict, title: '何静 也是 b17' }],
        rows: [],
        counts: { added: 0, changed: 0, unchanged: 0, removed: 0 },
      }),
    },
  })
  await pressKey('ArrowDown')
  await press('认作 b17')
  expect(dialog()?.textContent).toContain('何静 也是 b17')
  expect(button('写入 0 行').getAttribute('aria-disabled')).toBe('true')
  await press('写入 0 行')
  expect(api.of(apply)).toEqual([])
})

test('an id is taken away only after it was seen what goes', async () => {
  const gone = preview({
    counts: { added: 0, changed: 0, unchanged: 0, removed: 1 },
    rows: [
      {
        line: null,
        userid: 'hejing',
        name: '何静',
        source: 'youmi',
        from: 'b11',
        to: null,
        kind: 'removed',
        tasks: { appear: 0, vanish: 6 },
      },
    ],
  })
  const api = await openAdmin('#/people', {
    ...people,
    [look]: { body: gone },
    [apply]: { body: { batchId: 'x', written: 1 } },
  })
  await press('移除友米的号')
  expect(dialog()?.textContent).toContain('板上少 6 条')
  expect(api.of(apply)).toEqual([])
  await press('写入 1 行')
  expect(api.of(apply)).toHaveLength(1)
  expect(dialog()).toBeNull()
})

test('another id is found among those whom nobody is', async () => {
  const api = await openAdmin('#/people', {
    ...people,
    'GET /api/admin/vendor-people': { body: { items: [vendorPerson], next: null, total: 1 } },
    [look]: { body: preview() },
    [apply]: { body: { batchId: 'x', written: 1 } },
  })
  await pressKey('ArrowDown')
  await press('另选')
  await flushPromises()
  expect(panel()).toContain('b99 无人认领 · 万州 · 120 条')
  document.querySelector<HTMLInputElement>('input[value=b99]')?.click()
  await flushPromises()
  await press('认作 b99')
  expect(api.of(look)[0]?.body).toEqual({ accept: [{ userid: 'linxiaomei', source: 'youmi', sourceId: 'b99' }] })
})

test('all that one proof links is taken at once, but only after it was looked at', async () => {
  const api = await openAdmin('#/people?state=suggested', { ...people, [look]: { body: preview() } })
  await press('友米')
  expect(api.of(look)[0]?.body).toEqual({ rule: { source: 'youmi', reason: 'same_userid' } })
  expect(api.of(apply)).toEqual([])
  expect(dialog()?.textContent).toContain('会新增 1 行')
})

test('what is looked for is asked for, and the slash leads there', async () => {
  const api = await openAdmin('#/people', people)
  document.dispatchEvent(new KeyboardEvent('keydown', { key: '/' }))
  expect(document.activeElement?.getAttribute('aria-label')).toBe('找人')
  await fill('找人', '何')
  expect(api.of('GET /api/admin/people').at(-1)?.query).toEqual({ limit: 200, q: '何' })
})

test('of ten thousand people only those in view are drawn, and the next page is read at the end', async () => {
  const many = (from: number) =>
    Array.from({ length: 200 }, (_, index) => person(`u${from + index}`, `人${from + index}`, [linked]))
  const api = await openAdmin('#/people', {
    'GET /api/admin/people': ({ query }) => ({
      body: query && 'cursor' in query ? peopleList(many(200)) : peopleList(many(0), 'c1'),
    }),
  })
  expect(rows().length).toBeLessThan(60)
  const grid = document.querySelector('[role=grid]')
  if (grid) grid.scrollTop = 180 * 49
  grid?.dispatchEvent(new Event('scroll'))
  await flushPromises()
  expect(api.of('GET /api/admin/people').at(-1)?.query).toEqual({ limit: 200, cursor: 'c1' })
  expect(rows().join()).toContain('人180')
  expect(rows().length).toBeLessThan(60)
})

test('a list that cannot be read says why, and is read again', async () => {
  const api = await openAdmin('#/people', {
    'GET /api/admin/people': { status: 503, body: problem('overloaded', 503) },
  })
  expect(alerts().join()).toContain('复制编号')
  api.table['GET /api/admin/people'] = { body: peopleList([hejing]) }
  await press('重试')
  expect(rows()).toHaveLength(1)
})

test('vendor people whom nobody is have a tab of their own', async () => {
  await openAdmin('#/people?tab=nobody', {
    'GET /api/admin/vendor-people': { body: { items: [vendorPerson], next: null, total: 1 } },
  })
  expect(rows()[0]).toContain('友米无人认领b99login99万州在用120 条')
})

test('while one id is looked at neither another nor all that are proven are', async () => {
  const seen = heldBack()
  const kept = person('linxiaomei', '林晓梅', [{ ...linked, source: 'waiqin' }, suggested])
  const api = await openAdmin('#/people?state=suggested', {
    'GET /api/admin/people': { body: peopleList([kept]) },
    [look]: () => seen.promise,
  })
  await press('认作 b17')
  await press('移除勤策的号')
  await press('友米')
  expect(api.of(look)).toHaveLength(1)
  seen.resolve({ body: preview({ typed: 1 }) })
  await flushPromises()
  expect(dialog()?.getAttribute('aria-label')).toBe('林晓梅：认作 b17')
})

test('an id that is in doubt is not taken away while another is looked at', async () => {
  const doubtful = { ...twins, sourceId: 'b03', how: 'import' as const }
  const api = await openAdmin('#/people', {
    'GET /api/admin/people': { body: peopleList([person('ZhouWei', '周伟', [doubtful])]) },
    [look]: () => heldBack().promise,
  })
  document.querySelectorAll<HTMLInputElement>('aside input[type=radio]')[1]?.click()
  await flushPromises()
  await press('认作 b29')
  await press('移除')
  expect(api.of(look)).toHaveLength(1)
  expect(dialog()).toBeNull()
})

test('after a failed first page of another filter that page is read, not the old list on', async () => {
  const all = { body: peopleList([hejing], 'c1') }
  const api = await openAdmin('#/people', { 'GET /api/admin/people': all })
  api.table['GET /api/admin/people'] = { status: 503, body: problem('overloaded', 503) }
  await press(/^没有 38/)
  api.table['GET /api/admin/people'] = { body: peopleList([lin]) }
  await press('重试')
  expect(api.of('GET /api/admin/people').at(-1)?.query).toEqual({ limit: 200, state: 'missing' })
  expect(rows()).toEqual([expect.stringContaining('林晓梅')])
})

const longUserid = `chongqing.yubei.${'x'.repeat(40)}`
test.each([
  ['short', 'a', { limit: 200, q: 'a', cursor: 'c1' }],
  ['long', longUserid, { limit: 200, q: longUserid.slice(0, 40), cursor: 'c1' }],
])('the row of a %s userid says after its linking that it is linked', async (_, userid, found) => {
  const other = (id: string) => peopleList([person(`${id}a`, '别人', [linked])], 'c1')
  const api = await openAdmin('#/people?state=suggested', {
    'GET /api/admin/people': { body: peopleList([person(userid, '林晓梅', [suggested])]) },
    [look]: { body: preview() },
    [apply]: { body: { batchId: 'x', written: 1 } },
  })
  api.table['GET /api/admin/people'] = ({ query }) => ({
    body: query && 'cursor' in query ? peopleList([person(userid, '林晓梅', [linked])]) : other('a'),
  })
  await press('认作 b17')
  await flushPromises()
  expect(api.seen.map(({ query }) => query)).toContainEqual(found)
  expect(rows()).toEqual([expect.stringContaining('b11导入')])
})

test('whoever is not found after the linking is seen in the list, which is read again', async () => {
  const api = await openAdmin('#/people', {
    'GET /api/admin/people': { body: peopleList([lin]) },
    [look]: { body: preview() },
    [apply]: { body: { batchId: 'x', written: 1 } },
  })
  api.table['GET /api/admin/people'] = ({ query }) => ({
    body: peopleList(query && 'q' in query ? [] : [person('linxiaomei', '林晓梅', [linked])]),
  })
  await press('认作 b17')
  await flushPromises()
  expect(rows()).toEqual([expect.stringContaining('b11导入')])
})

test('after all that one proof links was written the list is read again', async () => {
  const api = await openAdmin('#/people?state=suggested', {
    'GET /api/admin/people': { body: peopleList([lin, zhou]) },
    [look]: { body: preview() },
    [apply]: { body: { batchId: 'x', written: 1 } },
  })
  await press('友米')
  api.table['GET /api/admin/people'] = { body: peopleList([zhou]) }
  await press('写入 1 行')
  expect(rows()).toEqual([expect.stringContaining('周伟')])
})

test('no two rows have one id while the preview stands over the table', async () => {
  await openAdmin('#/people', { ...people, [look]: { body: preview() } })
  await press('移除友米的号')
  const ids = [...document.querySelectorAll('[role=row][id]')].map(({ id }) => id)
  expect(ids).toHaveLength(4)
  expect(new Set(ids).size).toBe(4)
  const active = document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant')
  expect(ids).toContain(active)
})

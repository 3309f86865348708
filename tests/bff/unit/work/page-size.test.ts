import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TodoList, type ListQuery, type WorkList } from '#contract/work'
import type { Todo } from '#contract/todo'
import { tally } from '../../../../src/bff/sources/tally.ts'
import { toWorkList, toWorkListOf } from '../../../../src/bff/work/work-list.ts'
import { clockOf } from '../../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const log = { warn: () => undefined, error: () => undefined }
const megabyte = 1_000_000

const todo = (id: string, patch: Partial<Todo> = {}): Todo => ({
  id,
  source: 'youmi',
  kind: 'todo',
  title: '回访',
  detail: null,
  status: 'open',
  dueAt: null,
  createdAt: null,
  overdue: false,
  url: null,
  mine: true,
  contact: null,
  friendId: 'wxid_1',
  level: null,
  completedBy: 'manual',
  completedByRaw: 0,
  creator: null,
  recipients: ['b08'],
  account: { id: '1', number: null, nick: null, kind: 'wechat' },
  isRepeating: false,
  ...patch,
})

type Read = (query: ListQuery) => Promise<WorkList<Todo>>

const readingOf = <Row extends Todo>(items: Row[]) =>
  ({ items, counts: tally(items), asOf: now, lateMs: 600_000, problem: null }) as const
const asked = (query: ListQuery) => ({ query, clock: clockOf(() => now), requestId: 'r1', log })

const whole =
  (rows: Todo[]): Read =>
  async (query) =>
    toWorkList('youmi', readingOf(rows), asked(query))
/** As 勤策's: the items of a page are read once its rows are known. */
const later =
  (rows: Todo[]): Read =>
  (query) =>
    toWorkListOf('youmi', readingOf(rows), { ...asked(query), itemsOf: async (some) => some })

async function pagesOf(read: Read, limit: number): Promise<WorkList<Todo>[]> {
  const pages: WorkList<Todo>[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = await read({ status: 'open', limit, ...(cursor === undefined ? {} : { cursor }) })
    pages.push(page)
    cursor = page.next
  }
  return pages
}

const weights = (pages: readonly object[]) => pages.map((page) => Buffer.byteLength(JSON.stringify(page)))
const idsOf = (pages: readonly WorkList<Todo>[]) => pages.flatMap(({ items }) => items.map(({ id }) => id))

/** As heavy as a row of a list can be: each of these characters is six bytes of JSON. */
const heavy = (id: string) =>
  todo(id, {
    title: '\u0001'.repeat(500),
    detail: '\u0001'.repeat(50_000),
    creator: '\u0001'.repeat(50_000),
    recipients: Array.from({ length: 500 }, () => '\u0001'.repeat(5_000)),
  })

describe.each([
  ['told as they are', whole],
  ['read by the page', later],
])('rows %s', (_, readerOf) => {
  it('come in answers of at most a megabyte, each once, also where two hundred are asked for', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => heavy(`youmi:${String(index).padStart(3, '0')}`))
    const pages = await pagesOf(readerOf(rows), 200)
    expect(Math.max(...weights(pages))).toBeLessThanOrEqual(megabyte)
    expect(pages.length).toBeGreaterThan(10)
    expect(idsOf(pages)).toEqual(rows.map(({ id }) => id))
    for (const page of pages) expect(() => TodoList.parse(page)).not.toThrow()
  })

  it('are all told, and none twice, whatever they are', async () => {
    const row = fc.record({
      status: fc.constantFrom('open', 'unknown'),
      dueAt: fc.constantFrom(null, '2026-11-19T10:00:00+08:00', '2026-11-21T10:00:00+08:00'),
      length: fc.integer({ min: 0, max: 3_000 }),
      unit: fc.constantFrom('a', '字', '😀', '\u0001'),
      recipients: fc.integer({ min: 0, max: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 120 }), fc.integer({ min: 1, max: 200 }), async (shapes, limit) => {
        const rows = shapes.map(({ status, dueAt, length, unit, recipients }, index) =>
          todo(`youmi:${index}`, {
            status: status as 'open' | 'unknown',
            dueAt,
            detail: unit.repeat(length),
            recipients: Array.from({ length: recipients }, () => unit.repeat(length)),
          }),
        )
        const pages = await pagesOf(readerOf(rows), limit)
        expect(idsOf(pages).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
        expect(Math.max(...weights(pages))).toBeLessThanOrEqual(megabyte)
        for (const { items, total } of pages) {
          expect(items.length).toBeLessThanOrEqual(limit)
          expect(total).toBe(rows.length)
        }
      }),
      { numRuns: 25 },
    )
  })
})

it('a page goes on behind the last row whose item is still there', async () => {
  const rows = Array.from({ length: 5 }, (_, index) => todo(`youmi:${index}`))
  const read: Read = (query) =>
    toWorkListOf('youmi', readingOf(rows), {
      ...asked(query),
      itemsOf: async (some) => some.filter(({ id }) => id !== 'youmi:1'),
    })
  expect(idsOf(await pagesOf(read, 2))).toEqual(['youmi:0', 'youmi:2', 'youmi:3', 'youmi:4'])
})

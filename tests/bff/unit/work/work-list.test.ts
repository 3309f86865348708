import { describe, expect, it } from 'vitest'
import { TodoList, type ListQuery } from '#contract/work'
import { type GroupSop } from '#contract/group-sop'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import type { SourceAnswer } from '../../../../src/bff/sources/source.ts'
import { tally } from '../../../../src/bff/sources/tally.ts'
import { toWorkList, unconfiguredList, unlinkedList } from '../../../../src/bff/work/work-list.ts'
import { clockOf } from '../../../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')

const item = (id: string, patch: Partial<GroupSop> = {}): GroupSop => ({
  id,
  source: 'tanma',
  kind: 'group_sop',
  title: id,
  detail: null,
  status: 'open',
  dueAt: null,
  createdAt: null,
  overdue: false,
  url: null,
  mine: true,
  chatId: 'wr1',
  chatName: null,
  ownerName: null,
  departmentName: null,
  sopId: 's',
  sendStatus: 1,
  mode: 1,
  tags: [],
  ...patch,
})
const at = (clock: string) => `2026-11-${clock}:00+08:00`
const readingOf = (items: GroupSop[], patch: Partial<SourceAnswer<GroupSop>> = {}): SourceAnswer<GroupSop> => ({
  items,
  counts: tally(items),
  asOf: began,
  lateMs: 600_000,
  problem: null,
  ...patch,
})
const logged: object[] = []
const record = (fields: object) => void logged.push(fields)
const log = { warn: record, error: record }
const query = (patch: Partial<ListQuery> = {}): ListQuery => ({ status: 'open', limit: 50, ...patch })
const listOf = (reading: SourceAnswer<GroupSop>, asked = query(), now = began) =>
  toWorkList('tanma', reading, { query: asked, clock: clockOf(() => now), requestId: 'r1', log })
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id)

describe('the order of a list', () => {
  const rows = [
    item('no time', { createdAt: at('02T09:00') }),
    item('no time, older', { createdAt: at('01T09:00') }),
    item('tomorrow', { dueAt: at('21T09:00') }),
    item('overdue', { dueAt: at('18T09:00') }),
    item('later today', { dueAt: at('20T18:00') }),
    item('long overdue', { dueAt: at('01T09:00') }),
    item('earlier today, state unknown', { dueAt: at('20T08:00'), status: 'unknown' }),
    item('past, state unknown', { dueAt: at('01T08:00'), status: 'unknown' }),
    item('yesterday, state unknown', { dueAt: at('19T23:59'), status: 'unknown' }),
  ]

  it('has overdue rows first, the latest before the oldest, then by due time, then by age; what is over in an unknown state comes last', () => {
    expect(idsOf(listOf(readingOf(rows)))).toEqual([
      'overdue',
      'long overdue',
      'earlier today, state unknown',
      'later today',
      'tomorrow',
      'no time, older',
      'no time',
      'yesterday, state unknown',
      'past, state unknown',
    ])
  })

  it('has the latest first in what is done', () => {
    const done = [item('a', { dueAt: at('01T09:00') }), item('b', { dueAt: at('05T09:00') }), item('c')]
    const list = listOf(readingOf(done.map((row) => Object.assign(row, { status: 'done' }))), query({ status: 'done' }))
    expect(idsOf(list)).toEqual(['b', 'a', 'c'])
  })
})

describe('the pages of a list', () => {
  const rows = Array.from({ length: 25 }, (_, index) =>
    item(`t${String(index).padStart(2, '0')}`, { dueAt: at('20T10:30') }),
  )

  function readAll(limit: number, turn: (page: number) => { rows: GroupSop[]; now: number }) {
    const seen: string[] = []
    let cursor: string | null | undefined
    for (let page = 0; cursor !== null && page < 50; page += 1) {
      const { rows, now } = turn(page)
      const list = listOf(readingOf(rows), query({ limit, ...(cursor ? { cursor } : {}) }), now)
      seen.push(...idsOf(list))
      cursor = list.next
    }
    return seen
  }

  it('hold every row once', () => {
    expect(readAll(10, () => ({ rows: rows.toReversed(), now: began }))).toEqual(rows.map(({ id }) => id))
  })

  it('tell how many rows there are in all', () => {
    const list = listOf(readingOf(rows), query({ limit: 10 }))
    expect([list.items.length, list.total, list.counts.open]).toEqual([10, 25, 25])
  })

  it('lose nothing while rows fall overdue between them', () => {
    const later = began + 3_600_000
    expect(readAll(10, (page) => ({ rows, now: page === 0 ? began : later })).toSorted()).toEqual(
      rows.map(({ id }) => id),
    )
  })

  it('skip what was removed, and go on behind it', () => {
    const left = rows.filter(({ id }) => id !== 't09')
    expect(readAll(10, (page) => ({ rows: page === 0 ? rows : left, now: began }))).toHaveLength(25)
  })

  it.each(['', 'x', 'eyJhIjoxfQ', Buffer.from('null').toString('base64url'), '测'])(
    'refuse the cursor %j',
    (cursor) => {
      expect(() => listOf(readingOf(rows), query({ cursor }))).toThrow('bad_cursor')
    },
  )

  it.each([8_640_000_000_000_001, -1])('refuse the clock %d, which no page of ours has', (at) => {
    const unknown = [item('a', { status: 'unknown', dueAt: '2026-01-01T00:00:00+08:00' })]
    const cursor = Buffer.from(JSON.stringify({ at, key: [1, null, null, 'x'], of: 'open' })).toString('base64url')
    expect(() => listOf(readingOf(unknown), query({ cursor }))).toThrow('bad_cursor')
  })

  it('refuse the cursor of another list', () => {
    const { next } = listOf(readingOf(rows), query({ limit: 10 }))
    const other = query({ limit: 10, status: 'all', cursor: next ?? '' })
    expect(() => listOf(readingOf(rows), other)).toThrow('bad_cursor')
  })
})

describe('the state of a list', () => {
  it('is fresh with the time of the answer', () => {
    expect(listOf(readingOf([]))).toMatchObject({
      state: 'fresh',
      asOf: '2026-11-20T10:00:00+08:00',
      total: 0,
      next: null,
    })
  })

  it('is stale with the problem, which tells nothing of the vendor', () => {
    const cause = new Error('http://vendor.test/secret')
    const problem = new UpstreamError({ source: 'tanma', operation: 'getGroupList', reason: 'rate_limited', cause })
    const list = listOf(readingOf([item('a')], { problem }))
    expect(list).toMatchObject({
      state: 'stale',
      problem: { code: 'upstream_rate_limited', status: 503, source: 'tanma' },
    })
    expect(JSON.stringify(list)).not.toContain('vendor.test')
    expect(logged).toMatchObject([{ source: 'tanma', operation: 'getGroupList', reason: 'rate_limited' }])
    expect(JSON.stringify(logged)).not.toContain('vendor.test')
  })

  it('keeps to the contract where nobody is linked and nothing is configured', () => {
    expect(TodoList.parse(unlinkedList('youmi', 'contact-link'))).toMatchObject({
      state: 'unlinked',
      needs: 'contact-link',
    })
    expect(TodoList.parse(unconfiguredList('youmi'))).toMatchObject({ state: 'unconfigured', items: [] })
  })
})

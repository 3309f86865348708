import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Code, Deadline, Flag, Id, List, One, OptionalId, Text, Time, Words } from '../../../../src/bff/wire/fields.ts'
import { readRows, readWire, type BadRow } from '../../../../src/bff/wire/read-wire.ts'

const Person = z.object({ id: Id, name: Text })
const Row = z.object({
  id: Id,
  title: Words,
  note: Text,
  code: Code,
  isOn: Flag,
  at: Time,
  dueAt: Deadline,
  owner: One(Person),
  people: List(Person),
  tags: List(Id),
  parent: OptionalId,
})
const nothing = {
  title: null,
  note: null,
  code: null,
  isOn: null,
  at: null,
  dueAt: null,
  owner: null,
  people: [],
  tags: [],
  parent: null,
}

function read(...raw: unknown[]) {
  const unread: string[] = []
  const bad: BadRow[] = []
  const origin = {
    source: 'waiqin',
    operation: 'x',
    note: ({ field }: { field: string }) => unread.push(field),
  } as const
  return { rows: readRows(Row, raw, { origin, onBad: (row) => bad.push(row) }), unread, bad }
}

describe('a row of a vendor', () => {
  it('is a row by its id alone', () => {
    expect(read({ id: 5 })).toEqual({ rows: [{ ...nothing, id: '5' }], unread: [], bad: [] })
  })

  it('is read in each of the usual ways to write a field', () => {
    const { rows, unread } = read({
      id: ' a1 ',
      title: '<p>拜访&nbsp;客户</p>',
      note: 618,
      code: '07',
      isOn: 'true',
      at: '2030-03-01',
      dueAt: '2030-03-01',
      owner: '{"id":3,"name":"甲"}',
      people: { 1: { id: 1 }, 3: { id: '2', name: 2024 } },
      tags: '甲, 2，丙',
      parent: 0,
    })
    const day = Date.parse('2030-03-01T00:00:00+08:00')
    expect(rows).toEqual([
      {
        id: 'a1',
        title: '拜访 客户',
        note: '618',
        code: 7,
        isOn: true,
        at: day,
        dueAt: day + 86_399_000,
        owner: { id: '3', name: '甲' },
        people: [
          { id: '1', name: null },
          { id: '2', name: '2024' },
        ],
        tags: ['甲', '2', '丙'],
        parent: '0',
      },
    ])
    expect(unread).toEqual([])
  })

  it.each([
    ['false, which PHP writes for none', false],
    ['null', null],
    ['an empty text', ''],
    ['an empty list', []],
  ])('lacks a field that is %s, which is nothing unread', (_what, value) => {
    const { rows, unread } = read({ id: 1, owner: value, people: value, tags: value, at: value })
    expect(rows).toEqual([{ ...nothing, id: '1' }])
    expect(unread).toEqual([])
  })

  it('loses what cannot be read and nothing else, and tells which fields', () => {
    const { rows, unread } = read({
      id: 1,
      note: {},
      code: 'SENT',
      isOn: 'perhaps',
      at: 'soon',
      owner: { id: null, name: '系统' },
      people: [null, { id: null, name: '已删除' }, { id: '5', name: {} }],
      tags: ['a', {}, 'b'],
    })
    expect(rows).toEqual([{ ...nothing, id: '1', people: [{ id: '5', name: null }], tags: ['a', 'b'] }])
    expect(unread.sort()).toEqual(['at', 'code', 'isOn', 'note', 'owner', 'people', 'people.name', 'tags'])
  })

  it.each([
    ['an entry in a keyed object', { 2: { id: 'x' }, 5: { name: 'y' } }],
    ['an entry of JSON in a text', '[{"id":"x"},{"name":"y"}]'],
    ['text beside an object', [{ id: 'x' }, 'y']],
  ])('loses one entry of a list alone: %s', (_what, people) => {
    expect(read({ id: 1, people }).rows[0]?.people).toEqual([{ id: 'x', name: null }])
  })

  it.each(['7269195022934925565', 7_269_195_022_934_925_000])('has an id with all its digits, or none: %j', (id) => {
    expect(read({ id }).rows.map((row) => row.id)).toEqual(typeof id === 'string' ? [id] : [])
  })

  it('without an id is none, and is told by place and field, never by its values', () => {
    const { rows, bad } = read({ id: 1 }, { id: {}, note: '秘密' }, null)
    expect(rows).toHaveLength(1)
    expect(bad.map(({ field, detail }) => [field, detail])).toEqual([
      ['id', 'row 1: id: not readable'],
      ['body', expect.stringContaining('row 2: body: ')],
    ])
  })

  it('is never lost to a value in an optional field', () => {
    const fields = Object.keys(nothing)
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields), fc.jsonValue()), (odd) => {
        const { rows } = read({ ...odd, id: '1' })
        expect(rows).toHaveLength(1)
        expect(z.object({ id: z.literal('1') }).safeParse(rows[0]).success).toBe(true)
      }),
    )
  })
})

describe('an answer', () => {
  const origin = { source: 'wecom', operation: 'get' } as const

  it('names the field that it cannot be without', () => {
    const Answer = z.object({ contact: z.object({ id: z.string() }), more: List(Id) })
    expect(() => readWire(Answer, { contact: { id: 5 }, more: {} }, origin)).toThrow(
      expect.objectContaining({ reason: 'unreadable', detail: expect.stringMatching(/^contact\.id: /) }),
    )
  })
})

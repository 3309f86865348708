import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asKept, asListed, cut, headed, within } from '../../../../src/bff/wire/bounds.ts'
import { Id, Text, Words } from '../../../../src/bff/wire/fields.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `p${index}`, name: `人${index}` }))

describe('a text that is too long', () => {
  it('ends with … in place of the rest, and is no longer than allowed', () => {
    expect(cut('一二三四五', 5)).toBe('一二三四五')
    expect(cut('一二三四五六', 5)).toBe('一二三四…')
  })

  it('is never cut within a character', () => {
    expect(cut('一二三😀六七', 5)).toBe('一二三…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 2, max: 20 }), (text, most) => {
        const short = cut(text, most)
        expect(short).not.toMatch(/\p{Surrogate}/u)
        expect(short.length).toBeLessThanOrEqual(most)
        expect(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1)))).toBe(true)
      }),
    )
  })

  it('is kept up to ten thousand characters, whatever the field, and however much of it is markup', () => {
    expect(Text.parse('字'.repeat(10_000))).toHaveLength(10_000)
    expect(Text.parse('字'.repeat(10_001))).toBe(`${'字'.repeat(9_999)}…`)
    expect(Words.parse(`<p style="color:red">${'字'.repeat(20_000)}</p>`)).toBe(`${'字'.repeat(9_999)}…`)
    expect(Words.parse(`${'<b></b>'.repeat(30_000)}字`)).toBe('…')
  })

  it('is no id', () => {
    expect(Id.safeParse('1'.repeat(64)).success).toBe(true)
    expect(Id.safeParse('1'.repeat(65)).success).toBe(false)
  })

  it('loses no word as a heading: it stands below as a whole', () => {
    const long = '长'.repeat(300)
    expect(headed('短', '说明')).toEqual({ title: '短', detail: '说明' })
    expect(headed(long, null)).toEqual({ title: `${'长'.repeat(199)}…`, detail: long })
    expect(headed(long, '说明')).toEqual({ title: `${'长'.repeat(199)}…`, detail: `${long}\n说明` })
    expect(headed(long, `${long}\n说明`).detail).toBe(`${long}\n说明`)
  })
})

describe('a row', () => {
  it('that is within its bounds stays as it is', () => {
    const row = { title: '题', detail: '字'.repeat(2_000), receivers: people(20), at: null, isMine: true }
    expect(within(row, asListed)).toBe(row)
  })

  it('has a short heading in a list, and as much of its other texts as a list tells; more is kept', () => {
    const row = { title: '题'.repeat(300), deep: [{ content: '字'.repeat(20_000) }] }
    const told = within(row, asListed)
    expect([told.title.length, told.deep[0]?.content.length]).toEqual([200, 2_000])
    expect(within(row, asKept).deep[0]?.content).toHaveLength(10_000)
  })

  it('names the first twenty of a list and says how many there are, also when it is cut twice', () => {
    const row = { title: '1', receivers: people(1_234), visibleRange: { users: people(21) } }
    const told = within(within(row, asKept), asListed)
    expect(told).toEqual({
      title: '1',
      receivers: people(20),
      visibleRange: { users: people(20) },
      totals: { receivers: 1_234, 'visibleRange.users': 21 },
    })
  })
})

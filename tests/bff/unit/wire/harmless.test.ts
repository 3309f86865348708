import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Id, OptionalId, Text, Words } from '../../../../src/bff/wire/fields.ts'
import { harmless } from '../../../../src/bff/wire/harmless.ts'
import { plainText } from '../../../../src/bff/wire/plain-text.ts'
import { hiddenSigns } from '../../../support/hidden-signs.ts'

describe('a text', () => {
  it.each(hiddenSigns)('is shown without $name', ({ sign }) => {
    expect(harmless(`南坪${sign}西路`)).toBe('南坪西路')
    expect(Text.parse(`${sign}南坪${sign}西路${sign}`)).toBe('南坪西路')
    expect(Words.parse(`${sign}南坪${sign}西路${sign}`)).toBe('南坪西路')
    expect(plainText(`<p>南坪${sign}西路</p>`)).toBe('南坪西路')
    expect(Text.parse(` ${sign} `)).toBeNull()
  })

  it.each(['&#8238;', '&#x202E;', '&rlm;', '&zwj;', '&#8203;', '&shy;'])(
    'is shown without %s, which its HTML spells out',
    (entity) => {
      expect(Words.parse(`南坪${entity}西路`)).toBe('南坪西路')
    },
  )

  it.each([
    ['lines, tabs and other controls, which browsers show', '一\r\n二\t三\b四'],
    ['a family', '👨‍👩‍👧‍👦'],
    ['a doctor of a darker skin', '👩🏽‍⚕️'],
    ['a rainbow flag', '🏳️‍🌈'],
    ['an eye that speaks', '👁️‍🗨️'],
    ['the flag of Scotland', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
    ['Persian', 'می\u200Cخواهم'],
    ['Hindi', 'क्\u200Dष'],
    ['Mongolian', 'ᠮᠣ\u180Eᠠ'],
    ['a rare ideograph and its variant', '𠮷\u{E0100}野家'],
    ['a heart', '❤️'],
  ])('keeps %s as it is', (_name, text) => {
    expect(harmless(text)).toBe(text)
  })

  it.each([
    ['joins nothing', 'a\u200Db', 'ab'],
    ['joins an emoji to a letter', '👩\u200Da', '👩a'],
    ['parts letters that are never joined', '管\u200C理员', '管理员'],
    ['ends a word', 'می\u200C', 'می'],
    ['joins a letter to another such sign', 'م\u200C\u061Cم', 'مم'],
    ['spells words behind a letter', 'x\u{E0068}\u{E0069}', 'x'],
  ])('loses a sign that %s', (_name, text, as) => {
    expect(harmless(text)).toBe(as)
  })

  it('is the same when it is read twice', () => {
    const signs = hiddenSigns.map(({ sign }) => sign)
    const part = fc.constantFrom(
      ...signs,
      '中',
      'a',
      '👩',
      '🏽',
      '\uFE0F',
      '⚕',
      'م',
      '🏴',
      ' ',
      '\n',
      '\u200C',
      '\u200D',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const once = harmless(parts.join(''))
        for (const sign of signs) expect(once).not.toContain(sign)
        expect(harmless(once)).toBe(once)
      }),
      { numRuns: 5000 },
    )
  })

  it('is read in time that grows with its length alone', () => {
    const began = performance.now()
    for (const sign of ['\u200B', '\u{E0061}', '🏴\u{E0061}', 'م\u200C', '👩\u200D']) harmless(sign.repeat(100_000))
    expect(performance.now() - began).toBeLessThan(2000)
  })
})

describe('an id', () => {
  it.each(hiddenSigns)('with $name in it is none, as it would look like another', ({ sign }) => {
    expect(z.object({ id: Id }).safeParse({ id: `b${sign}08` }).success).toBe(false)
    expect(OptionalId.safeParse(`b${sign}08`).success).toBe(false)
  })
})

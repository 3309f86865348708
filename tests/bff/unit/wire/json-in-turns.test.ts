import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../../../src/bff/wire/json.ts'
import { parseJsonInTurns } from '../../../../src/bff/wire/json-in-turns.ts'

const inTurns = (text: string) => parseJsonInTurns(text, 0)
/** Longer than a piece. */
const padding = ' '.repeat(70_000)
const long = 'a'.repeat(70_000)

describe('long JSON', () => {
  it('is read as short JSON is, whatever it says', async () => {
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 4, depthSize: 'large' },
        fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(long)),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'id', '\\"')), tie('any'), { maxKeys: 4 }),
      ),
    })).any
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom(undefined, 1), async (any, indent) => {
        for (const text of [any, [any, long], { a: any, b: [long, any] }].map((each) =>
          JSON.stringify(each, null, indent),
        ))
          expect(await inTurns(text)).toEqual(parseJson(text))
      }),
      { numRuns: 150 },
    )
  })

  it('is none where short JSON would be none', async () => {
    const rows = JSON.stringify(Array.from({ length: 9_000 }, (_, index) => ({ id: index })))
    const broken = [
      `${rows.slice(0, -1)}}`,
      rows.slice(0, -1),
      `${rows.slice(0, -1)},]`,
      `[,${rows.slice(1)}`,
      `${rows.slice(0, 100_000)},${rows.slice(100_000)}`,
      `${rows}]`,
      `{"a":${rows},}`,
      `{"a" ${rows}}`,
      `{a:${rows}}`,
      `{${rows}}`,
      `["${long}"${padding}"b"]`,
      `"${long}\\"`,
      `"${long}"b"${long}"`,
      long,
      `[${padding},${padding}]`,
    ]
    for (const text of broken) expect([text.slice(0, 40), await inTurns(text)]).toEqual([text.slice(0, 40), undefined])
    for (const text of broken) expect(parseJson(text)).toBe(undefined)
  })

  it('is parted nowhere within an escape', async () => {
    for (let shift = 0; shift < 12; shift += 1) {
      const texts = ['\\', '"', '😀', '\u0001', '\\u0041'].map((unit) => 'x'.repeat(shift) + unit.repeat(70_000))
      for (const text of texts) {
        const written = JSON.stringify(text).replaceAll('😀', String.raw`\ud83d\ude00`)
        expect((await inTurns(written)) === text).toBe(true)
      }
    }
  })

  it('keeps long numbers, bears raw control characters, and what PHP says before it', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `{"id":72691950229349${10_000 + index},"name":"王\b总"}`)
    const text = `Notice: Undefined index in /a.php\n[${rows.join()}]`
    expect(await inTurns(text)).toEqual(parseJson(text))
    expect(await inTurns(`[${padding}{"a":7269195022934925565}${padding},\u0001 1]`)).toEqual([
      { a: '7269195022934925565' },
      1,
    ])
  })
})

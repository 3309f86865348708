import { expect, it } from 'vitest'
import { seen } from '../../../../src/bff/wire/seen.ts'

it.each([
  ['zero-width signs', '\u200B\u200D\uFEFF'],
  ['blanks of all kinds', ' \u3000\u00A0\n'],
  ['the fillers of Hangul', '\u3164\u115F\u1160\uFFA0'],
  ['empty Braille', '\u2800\u2800'],
  ['marks without a letter', '\u0301\uFE0F'],
  ['signs that turn the direction', '\u202E\u2066'],
  ['nothing', ''],
])('sees nothing in %s', (_name, words) => {
  expect(seen(words)).toBeNull()
})

it.each([
  ['陈晓雨', '陈晓雨'],
  ['\u200B\u3164 陈晓雨 ', '陈晓雨'],
  ['\u202E名名', '名名'],
  ['❤️', '❤️'],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['김', '김'],
  ['...', '...'],
])('sees %j as %j', (words, as) => {
  expect(seen(words)).toBe(as)
})

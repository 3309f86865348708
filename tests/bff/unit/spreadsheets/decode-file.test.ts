import { expect, it } from 'vitest'
import { decodeFile } from '../../../../src/bff/spreadsheets/decode-file.ts'

const utf16 = Buffer.from('\uFEFF销售01', 'utf16le')

it.each([
  ['UTF-8', Buffer.from('销售01')],
  ['UTF-8 with two marks', Buffer.from('\uFEFF\uFEFF销售01')],
  ['UTF-16', utf16],
  ['UTF-16 of the other order', Buffer.from(utf16).swap16()],
  ['GBK', Buffer.from([0xcf, 0xfa, 0xca, 0xdb, 0x30, 0x31])],
])('reads a file in %s', (_name, bytes) => {
  expect(decodeFile(bytes)).toBe('销售01')
})

it.each([
  ['in UTF-16 without a mark', Buffer.from('staff', 'utf16le'), 'the encoding is not UTF-8, UTF-16'],
  ['in no encoding at all', Buffer.from([0xff, 0x20, 0x80]), 'the encoding is not UTF-8, UTF-16'],
])('refuses a file %s, and says how to save it', (_name, bytes, says) => {
  expect(() => decodeFile(bytes)).toThrow(new RegExp(`^${says}.*: save it as "CSV UTF-8`))
})

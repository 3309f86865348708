import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const rooms = ['src/app', 'src/contract', 'src/bff', 'src/sandbox']

/** What is written as others write it. The samples of the vendors, as JSON, are not read at all. */
const verbatim = new Set([
  // Patterns for the words of 芸众.
  'src/bff/sources/yunzhong/login-refusal.ts',
  // An English sentence that names two systems.
  'src/bff/commands/erase.ts',
])
/** 芸众's own heading of a notice, as in its sample. */
const ofVendors = /将状态更变为:/g

const han = String.raw`[\u3400-\u9fff\u3001-\u301f\uff01-\uff5e]`
/** Behind a word or what closes one: a pattern's list of marks is no sentence. */
const word = String.raw`[\u3400-\u9fff）」』》]`
const between = new RegExp(`${word} ?[,;:!?()] ?(?:${han}|\\$?\\{)`, 'g')

const withoutComments = (text: string) => text.replaceAll(/\/\*[^]*?\*\/|<!--[^]*?-->|(?<![:'"])\/\/.*$/gm, '')

const marksIn = (text: string): string[] =>
  [...withoutComments(text).replaceAll(ofVendors, '').matchAll(between)].map(([found]) => found)

const files = rooms.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(room, name))
    .filter((file) => /\.(?:ts|vue|js|html)$/.test(file) && !verbatim.has(file)),
)

describe('between Chinese words stands Chinese punctuation', () => {
  it('in everything that the product, the simulated client and its invented data say', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(files.flatMap((file) => marksIn(readFileSync(file, 'utf8')).map((mark) => `${file}: ${mark}`))).toEqual([])
  })

  it.each([
    '资料已上传,麻烦看一下',
    '企业微信(模拟)',
    '客户端: ${address}',
    '可以吗? 好的',
    '{{ name }}标题:{{ title }}',
  ])('and not as in %s', (text) => expect(marksIn(text)).not.toEqual([]))

  it.each([
    '// 扫码, 搜手机号',
    '/** 12, 半, 两 */',
    '将状态更变为:进行中',
    '发送(S)',
    '可以，谢谢',
    "title: '标题', hint",
  ])('but %s is no matter', (text) => expect(marksIn(text)).toEqual([]))
})

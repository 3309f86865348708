import { describe, expect, it } from 'vitest'
import { createAddresses } from '../../../../../src/bff/sources/orders/hosts.ts'
import { isHostEntry } from '../../../../../src/bff/upstream/addresses.ts'

const read = createAddresses(['shop.example', 'cdn.example:8443', '*.pages.example', '127.0.0.1:9000', 'localhost'])

describe('an address that the order system sends', () => {
  it.each([
    'https://shop.example/orders/1?x=1',
    'https://SHOP.example/',
    'https://cdn.example:8443/a.png',
    'https://one.pages.example/',
    'https://a.b.pages.example/',
    'http://127.0.0.1:9000/a',
    'http://localhost/a',
  ])('leads there: %s', (address) => {
    expect(read(address)).toBe(new URL(address).href)
  })

  it.each([
    'http://shop.example/',
    'https://shop.example:444/',
    'https://shop.example.evil.example/',
    'https://evilshop.example/',
    'https://pages.example/',
    'https://evilpages.example/',
    'https://one.pages.example:8443/',
    'https://user:pass@shop.example/',
    'https://shop.example@evil.example/',
    'http://127.0.0.1/',
    'javascript:alert(1)',
    'data:text/html,hello',
    '//shop.example/',
    '/orders/1',
    `https://shop.example/${'x'.repeat(2_000)}`,
    '',
  ])('leads nowhere: %s', (address) => {
    expect(read(address)).toBeNull()
  })
})

it.each([
  ['shop.example', true],
  ['shop.example:8443', true],
  ['*.shop.example', true],
  ['[::1]:8080', true],
  ['*', false],
  ['https://shop.example', false],
  ['shop.example/path', false],
  ['a b', false],
])('%s is an entry of the list: %s', (text, is) => {
  expect(isHostEntry(text)).toBe(is)
})

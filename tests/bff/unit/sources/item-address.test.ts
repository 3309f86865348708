import { expect, it } from 'vitest'
import { addressIn } from '../../../../src/bff/sources/item-address.ts'

it.each([
  ['55', 'https://w.example.com/task/55?from=sidedesk&id=55'],
  ['a/b?c#d', 'https://w.example.com/task/a%2Fb%3Fc%23d?from=sidedesk&id=a%2Fb%3Fc%23d'],
  ['$&', 'https://w.example.com/task/%24%26?from=sidedesk&id=%24%26'],
  ['任务', 'https://w.example.com/task/%E4%BB%BB%E5%8A%A1?from=sidedesk&id=%E4%BB%BB%E5%8A%A1'],
  // Half of a character, which could not be written into an address.
  ['\ud83d', 'https://w.example.com/task/%EF%BF%BD?from=sidedesk&id=%EF%BF%BD'],
])(
  'the vendor’s id %j stands in the address where the template says, and can change nothing else of it',
  (id, address) => {
    expect(addressIn('https://w.example.com/task/{id}?from=sidedesk&id={id}', id)).toBe(address)
  },
)

it('without a template a row has no address', () => {
  expect(addressIn(undefined, '55')).toBeNull()
})

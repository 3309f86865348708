import { expect, it } from 'vitest'
import { toMembers, toVendorLists } from '../../../../../src/bff/admin/people/lists.ts'
import { createSuggest } from '../../../../../src/bff/admin/people/suggest.ts'
import { member, vendorPerson } from '../../../../support/seed-people.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** How many accounts are suggested to the first of our people, where this many at the vendor have that name. */
async function suggested(namesakes: number): Promise<number> {
  const members = await toMembers([{ ...member('liu.y', '刘洋'), leftAt: null }])
  const accounts = numbers(namesakes).map((index) =>
    Object.assign({ source: 'waiqin' as const }, vendorPerson(`${index}`, '刘洋')),
  )
  const list = (await toVendorLists(accounts, () => false))('waiqin')
  const nobody = { held: new Map(), ruled: new Map(), owners: new Map(), isOwned: () => false, idOf: () => null }
  const people = members.map((one) => Object.assign(one, { isLeft: false }))
  const suggest = createSuggest(people)({ ...list, ...nobody, isWhole: true })
  return people.map((person) => suggest(person).fits.length)[0] ?? 0
}

it('a name that fits a few is a hint, and one that hundreds have is none', async () => {
  expect(await suggested(3)).toBe(3)
  expect(await suggested(50)).toBe(50)
  expect(await suggested(300)).toBe(0)
})

import { expect, it } from 'vitest'
import { toVendorLists } from '../../../../../src/bff/admin/people/lists.ts'
import { vendorPerson } from '../../../../support/seed-people.ts'

const youmi = { source: 'youmi' as const, ...vendorPerson('B08', null, { code: '007' }) }

it('an id may equal a userid only in a source where it is declared to be one', async () => {
  const codesIn = async (isIdUserid: boolean) => {
    const listOf = await toVendorLists([youmi], () => isIdUserid)
    return [...listOf('youmi').byCode.keys()]
  }
  expect(await codesIn(false)).toEqual(['007'])
  expect(await codesIn(true)).toEqual(['b08', '007'])
})

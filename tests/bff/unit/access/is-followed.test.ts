import { expect, it } from 'vitest'
import { createIsFollowed } from '../../../../src/bff/access/is-followed.ts'
import { AppError, UpstreamError } from '../../../../src/bff/errors.ts'
import type { Contact } from '../../../../src/bff/wecom/wecom.ts'

const follower = {} as Contact['followers'][number]
const told =
  (followers: Contact['followers'], isWhole = true) =>
  async () =>
    ({ followers, isWhole }) as Contact
const failing = (error: Error) => async () => {
  throw error
}
const outage = new UpstreamError({ source: 'wecom', operation: 'externalcontact/get', reason: 'unreachable' })

it.each([
  ['somebody follows', told([follower]), true],
  ['somebody follows, and others cannot be read', told([follower], false), true],
  ['nobody follows', told([]), false],
  ['none of the followers can be read', told([], false), null],
  ['WeCom does not know the contact, or nobody who follows it', failing(new AppError('not_a_follower')), false],
  ['the app lacks the right to ask', failing(new AppError('no_customer_rights')), null],
  ['WeCom is down', failing(outage), null],
])('%s', async (_, contact, answer) => {
  expect(await createIsFollowed({ wecom: { contact } })('wm1')).toBe(answer)
})

import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSigningKeys } from '../../../../src/bff/panels/signing-keys.ts'
import { createPanelTokens } from '../../../../src/bff/panels/tokens.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { createTestClock } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'

const panel = {
  id: 'crm',
  title: '会员',
  url: 'https://crm.example.com/',
  origin: 'https://crm.example.com',
  entries: [],
  place: false,
  linkHosts: [],
}
const asked = { panel, userid: 'zhangsan', subject: { chatId: 'wr1' }, customerId: null, renew: undefined }
let store: Store
let time: ReturnType<typeof createTestClock>

beforeEach(async () => {
  store = await openTestStore()
  time = createTestClock()
})
afterEach(() => store.close())

function tokensOf(corpId = 'ww1', publicOrigin = 'https://desk.example.com') {
  const seal = createSeal(['a-sealing-key-of-the-tests-0123456789'])
  const keys = createSigningKeys({ store, seal, clock: time.clock, owner: corpId })
  return createPanelTokens({ keys, publicOrigin, corpId, clock: time.clock })
}

it('another company’s token on the same keys is told by its claim, and its context does not go on', async () => {
  const { token } = await tokensOf('ww2')(asked)
  const own = decodeJwt((await tokensOf()({ ...asked, renew: token })).token)
  expect([decodeJwt(token).corp_id, own.corp_id]).toEqual(['ww2', 'ww1'])
  expect(own.ctx).not.toBe(decodeJwt(token).ctx)
})

it.each([
  ['of another desk', () => tokensOf('ww1', 'https://other.example.com')(asked)],
  ['for another panel of the same origin', () => tokensOf()({ ...asked, panel: { ...panel, id: 'other' } })],
  ['for another origin', () => tokensOf()({ ...asked, panel: { ...panel, origin: 'https://other.example.com' } })],
])('the context of a token %s does not go on', async (_what, other) => {
  const { token } = await other()
  expect(decodeJwt((await tokensOf()({ ...asked, renew: token })).token).ctx).not.toBe(decodeJwt(token).ctx)
})

it('goes on for the same person in another spelling', async () => {
  const { token } = await tokensOf()(asked)
  const again = await tokensOf()({ ...asked, userid: 'ZhangSan', renew: token })
  expect(decodeJwt(again.token)).toMatchObject({ sub: 'ZhangSan', ctx: decodeJwt(token).ctx })
})

it('no context of a token of the future goes on: a wrong clock signed it', async () => {
  const { token } = await tokensOf()(asked)
  time.jump(-3_600_000)
  expect(decodeJwt((await tokensOf()({ ...asked, renew: token })).token).ctx).not.toBe(decodeJwt(token).ctx)
})

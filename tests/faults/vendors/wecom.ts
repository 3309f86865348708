import type { WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { pass, type Exchange, type Trouble } from '../front.ts'
import { changeFields, changeLists, drifts, tell } from '../rewrite.ts'
import { vendorWords } from '../wire-troubles.ts'

const no = (errcode: number) => ({ errcode, errmsg: `${vendorWords}, hint: [1731900000123456789012345]` })
const isToken = ({ request }: Exchange) => request.url?.startsWith('/cgi-bin/gettoken') ?? false
const followers = ['follow_user']

/** WeCom's own ways to fail [docs/vendors/wecom.md#error-codes]. */
export function wecomTroubles(vendor: WecomVendor) {
  const { followerPageSize } = vendor
  const smallPages = {
    begin: () => void (vendor.followerPageSize = 1),
    end: () => void (vendor.followerPageSize = followerPageSize),
  }
  return {
    ...drifts(['follow_user', 'group_chat_list'], ['userid', 'chat_id']),
    'business error': { answer: (exchange: Exchange) => tell(exchange, no(48_002)) },
    'token expired once': { begin: vendor.expireTokens },
    'token expired for ever': {
      answer: async (exchange: Exchange) =>
        isToken(exchange) ? pass(exchange.response, await exchange.forward()) : tell(exchange, no(42_001)),
    },
    'duplicate pages': {
      ...smallPages,
      answer: async (exchange: Exchange) => {
        const path = (exchange.request.url ?? '').replace(/&cursor=[^&]+/, '')
        pass(exchange.response, await exchange.forward({ path }))
      },
    },
    'vanishing pages': {
      ...smallPages,
      answer: async (exchange: Exchange) => {
        const real = await exchange.forward()
        const json: unknown = JSON.parse(real.body)
        const isLater = exchange.request.url?.includes('cursor=') ?? false
        const gone = changeFields(
          changeLists(json, followers, () => []),
          { next_cursor: '' },
        )
        pass(exchange.response, { ...real, body: JSON.stringify(isLater ? gone : json) })
      },
    },
  } satisfies Record<string, Trouble>
}

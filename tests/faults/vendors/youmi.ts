import type { YoumiVendor } from '../../../src/sandbox/vendors/youmi/index.ts'
import { pass, type Exchange } from '../front.ts'
import { changeLists, drifts, listsIn, tell } from '../rewrite.ts'
import { createPaging, type Page } from '../paging.ts'
import { vendorWords } from '../wire-troubles.ts'

const lists = ['values']
const no = (errmsg: number) => ({ requestId: null, errmsg, succeed: false, values: null, errdesc: vendorWords })
const isToken = ({ request }: Exchange) => request.url === '/connect/token'

/** 友米's own ways to fail [docs/vendors/youmi.md#error-codes]. */
export function youmiTroubles(vendor: YoumiVendor) {
  const paging = createPaging({
    size: 10,
    read: ({ body }) => {
      const { pageIndex, ...question } = JSON.parse(body) as { pageIndex: number }
      return { page: pageIndex, question: JSON.stringify(question) }
    },
    rows: (json) => listsIn(json, lists),
    write: (json, { rows }: Page) => changeLists(json, lists, () => rows),
    isOther: isToken,
  })
  return {
    ...drifts(lists, ['id']),
    ...paging,
    'business error': { answer: (exchange: Exchange) => tell(exchange, no(200_012)) },
    'token expired once': { begin: vendor.expireTokens },
    'token expired for ever': {
      answer: async (exchange: Exchange) =>
        isToken(exchange) ? pass(exchange.response, await exchange.forward()) : tell(exchange, no(10_003), 401),
    },
  }
}

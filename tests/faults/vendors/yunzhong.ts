import type { YunzhongVendor } from '../../../src/sandbox/vendors/yunzhong/index.ts'
import { pass, type Exchange, type Trouble } from '../front.ts'
import { changeFields, changeLists, drifts, tell } from '../rewrite.ts'
import { vendorWords } from '../wire-troubles.ts'

const lists = ['current', 'data']
const no = { result: 0, msg: vendorWords, data: [] }
const logInAgain = { result: 0, msg: vendorWords, data: { login_status: 1, login_url: '', i: 6 } }
const isLogin = ({ request }: Exchange) => /route=member\.login|manageBusiness/.test(request.url ?? '')

/** Requests another page than the caller did: in the query of a GET, in the JSON of a POST. */
function turnTo(page: number, { request, body }: Exchange): { path: string; body: string } {
  const path = (request.url ?? '').replace(/([?&]page=)\d+/, `$1${page}`)
  return { path, body: body.replace(/("page":)\d+/, `$1${page}`) }
}

const pageOf = ({ request, body }: Exchange) =>
  Number(/[?&]page=(\d+)/.exec(request.url ?? '')?.[1] ?? /"page":(\d+)/.exec(body)?.[1] ?? 1)

const paged = (shown: (page: number) => number, lies: (json: unknown, page: number) => unknown): Trouble => ({
  answer: async (exchange) => {
    const page = pageOf(exchange)
    const real = await exchange.forward(turnTo(shown(page), exchange))
    pass(exchange.response, { ...real, body: JSON.stringify(lies(JSON.parse(real.body), page)) })
  },
})

/** 芸众's own ways to fail [docs/vendors/yunzhong.md#envelope]. */
export function yunzhongTroubles(vendor: YunzhongVendor) {
  return {
    ...drifts(lists, ['id']),
    'business error': { answer: (exchange: Exchange) => tell(exchange, no) },
    'token expired once': { begin: () => vendor.expireSessions() },
    'token expired for ever': {
      answer: async (exchange: Exchange) =>
        isLogin(exchange) ? pass(exchange.response, await exchange.forward()) : tell(exchange, logInAgain),
    },
    'duplicate pages': paged(
      () => 1,
      (json) => json,
    ),
    'vanishing pages': paged(
      (page) => page,
      (json, page) => (page === 1 ? json : changeLists(json, ['data'], () => [])),
    ),
    'totals too high': paged(
      (page) => page,
      (json) => changeFields(json, { last_page: 99, total: 9_999 }),
    ),
    'totals too low': paged(
      (page) => page,
      (json) => changeFields(json, { last_page: 1, total: 1 }),
    ),
  } satisfies Record<string, Trouble>
}

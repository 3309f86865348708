import type { OrdersVendor } from '../../../src/sandbox/vendors/orders/index.ts'
import type { Answer, Exchange, Trouble } from '../front.ts'
import { createPaging } from '../paging.ts'
import { changeFields, changeLists, drifts, listsIn, tell } from '../rewrite.ts'
import { vendorWords } from '../wire-troubles.ts'

const lists = ['orders']
const skewMs = 600_000

interface Message {
  type: string
  data: { cursor?: string }
}

function questionIn({ body }: Exchange) {
  const { type, data } = JSON.parse(body) as Message
  const { cursor, ...question } = data
  return { isList: type === 'orders.list' || type === 'orders.mine', cursor, key: JSON.stringify([type, question]) }
}

/** Later pages are not the order system's own, which would refuse our cursors: it is asked for the first alone. */
function onFirstPages(trouble: Trouble): Trouble {
  const firsts = new Map<string, Answer>()
  async function first(exchange: Exchange): Promise<Answer> {
    const { cursor, key } = questionIn(exchange)
    const known = cursor === undefined ? undefined : firsts.get(key)
    const answer = known ?? (await exchange.forward())
    firsts.set(key, answer)
    return answer
  }
  return { answer: (exchange) => trouble.answer?.({ ...exchange, forward: () => first(exchange) }) }
}

/** The order system's own ways to fail [docs/orders.md]. */
export function ordersTroubles(vendor: OrdersVendor) {
  const paging = createPaging({
    size: 10,
    read: (exchange) => {
      const { cursor, key } = questionIn(exchange)
      return { page: Number(cursor ?? 1), question: key }
    },
    isOther: (exchange) => !questionIn(exchange).isList,
    rows: (json) => listsIn(json, lists),
    write: (json, { rows, page, pages, total }) => {
      const told = { total, next: page < pages ? String(page + 1) : null }
      return changeFields(
        changeLists(json, lists, () => rows),
        told,
      )
    },
  })
  const problem = (exchange: Exchange) => tell(exchange, { code: 'bad_request', detail: vendorWords }, 400)
  return {
    ...drifts(lists, ['id']),
    ...Object.fromEntries(Object.entries(paging).map(([name, trouble]) => [name, onFirstPages(trouble)])),
    'business error': { answer: problem },
    'clock skew': {
      begin: () => vendor.setQuirks({ clockSkewMs: skewMs }),
      end: () => vendor.setQuirks({ clockSkewMs: 0 }),
    },
  }
}

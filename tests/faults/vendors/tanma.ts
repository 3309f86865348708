import type { Exchange } from '../front.ts'
import { createPaging } from '../paging.ts'
import { changeFields, changeLists, drifts, listsIn, tell } from '../rewrite.ts'
import { vendorWords } from '../wire-troubles.ts'

const lists = ['result']
const no = (code: number) => ({ code, message: vendorWords, data: null })

/** 探马's own ways to fail [docs/vendors/tanma.md#envelope]. */
export function tanmaTroubles() {
  const paging = createPaging({
    size: 5,
    read: ({ body }) => {
      const { pageNo, ...question } = JSON.parse(body) as { pageNo: number }
      return { page: pageNo, question: JSON.stringify(question) }
    },
    rows: (json) => listsIn(json, lists),
    write: (json, { rows, page, pages, total }) => {
      const told = { pageNo: page, totalPage: pages, totalCount: total }
      return changeFields(
        changeLists(json, lists, () => rows),
        told,
      )
    },
  })
  return {
    ...drifts(lists, ['chatId']),
    ...paging,
    'business error': { answer: (exchange: Exchange) => tell(exchange, no(-1)) },
    'clock skew': { answer: (exchange: Exchange) => tell(exchange, no(1003)) },
  }
}

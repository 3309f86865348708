import type { Exchange } from '../front.ts'
import { createPaging } from '../paging.ts'
import { changeLists, drifts, listsIn, tell, type Row } from '../rewrite.ts'
import { vendorWords } from '../wire-troubles.ts'

const lists = ['response_data']
const no = { return_code: '1', return_msg: vendorWords, msg_id: '', response_data: '' }

/** The vendor's pages have 1000 rows and a shorter one is the last, so rows are repeated to fill a page. */
const fill = (rows: readonly Row[], size: number) =>
  Array.from({ length: size }, (_, at) => rows[at % rows.length] ?? {})

/** 勤策's own ways to fail [docs/vendors/waiqin.md#envelope]. */
export function waiqinTroubles() {
  const paging = createPaging({
    size: 1000,
    read: ({ body, request }) => {
      const { page, page_number, ...question } = JSON.parse(body) as Record<string, string>
      return {
        page: Number(page ?? page_number ?? 1),
        question: `${request.url?.split('/')[4]} ${JSON.stringify(question)}`,
      }
    },
    rows: (json) => listsIn(json, lists),
    write: (json, { rows }) => changeLists(json, lists, () => rows),
    fill,
  })
  return {
    ...drifts(lists, ['task_id', 'type_id', 'id']),
    ...paging,
    'business error': { answer: (exchange: Exchange) => tell(exchange, no) },
    'clock skew': { answer: (exchange: Exchange) => tell(exchange, { ...no, return_msg: 'timestamp已过期' }) },
  }
}

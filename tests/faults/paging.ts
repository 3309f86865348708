import { pass, type Exchange, type Trouble } from './front.ts'
import type { Row } from './rewrite.ts'

/** One page as the vendor is made to return it. */
export interface Page {
  rows: readonly Row[]
  page: number
  pages: number
  total: number
}

interface Ways {
  /** Rows per page. */
  size: number
  /** The requested page, and a key for the list it belongs to. */
  read(exchange: Exchange): { page: number; question: string }
  rows(json: unknown): readonly Row[]
  write(json: unknown, page: Page): unknown
  /** True for requests that are no list; they are answered unchanged. */
  isOther?(exchange: Exchange): boolean
  /** Fills a page up to the vendor's size, if that size is fixed. */
  fill?(rows: readonly Row[], size: number): readonly Row[]
}

type Script = (page: number, pages: number) => Partial<Page> & { shown: number }

const scripts = {
  'duplicate pages': (_page, pages) => ({ shown: 1, pages }),
  'vanishing pages': (page) => ({ shown: page === 1 ? 1 : Infinity }),
  'totals too high': (page, pages) => ({ shown: page, pages: pages + 7, total: 9_999 }),
  'totals too low': (page) => ({ shown: page, pages: 1, total: 1 }),
} satisfies Record<string, Script>

/** Splits the vendor's first page into smaller pages and returns wrong pages or totals. */
export function createPaging({ size, read, rows, write, isOther, fill }: Ways): Record<keyof typeof scripts, Trouble> {
  const whole = new Map<string, { json: unknown; rows: readonly Row[] }>()

  async function answer(exchange: Exchange, script: Script): Promise<void> {
    const real = await exchange.forward()
    if (isOther?.(exchange)) return pass(exchange.response, real)
    const { page, question } = read(exchange)
    const json: unknown = JSON.parse(real.body)
    if (page === 1) whole.set(question, { json, rows: rows(json) })
    const known = whole.get(question) ?? { json, rows: [] }
    const pages = Math.max(1, Math.ceil(known.rows.length / size))
    const { shown, ...lies } = script(page, pages)
    const own = known.rows.slice((shown - 1) * size, shown * size)
    const told = fill && own.length > 0 ? fill(own, size) : own
    const body = JSON.stringify(write(known.json, { rows: told, page, pages, total: known.rows.length, ...lies }))
    pass(exchange.response, { ...real, body })
  }
  const trouble = (script: Script): Trouble => ({ answer: (exchange) => answer(exchange, script) })
  return {
    'duplicate pages': trouble(scripts['duplicate pages']),
    'vanishing pages': trouble(scripts['vanishing pages']),
    'totals too high': trouble(scripts['totals too high']),
    'totals too low': trouble(scripts['totals too low']),
  }
}

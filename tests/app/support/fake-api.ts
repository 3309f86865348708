import { AxiosHeaders, CanceledError, create, isAxiosError, isCancel, type InternalAxiosRequestConfig } from 'axios'
import { boards } from '#contract/board'
import { sendBy } from '../../../src/app/api/call.ts'
import type { SendLines } from '../../../src/app/api/send.ts'
import { createSendByAxios } from '../../../src/app/api/send-by-axios.ts'

export const { http, send: sendByAxios } = createSendByAxios({ create, isAxiosError, isCancel })

export interface Seen {
  /** `GET /api/me/todos` */
  call: string
  query: Record<string, unknown>
  headers: AxiosHeaders
  body: unknown
}

interface Answer {
  status?: number
  body?: unknown
  /** The `Date` header; without one the page keeps its device's clock. */
  date?: string
}
type Route = Answer | ((seen: Seen) => Answer | Promise<Answer>)

function whenAborted(config: InternalAxiosRequestConfig): Promise<never> {
  return new Promise((_, reject) => {
    config.signal?.addEventListener?.('abort', () => reject(new CanceledError('canceled')))
  })
}

const readBody = (data: unknown): unknown => (typeof data === 'string' ? JSON.parse(data) : data)

/** The parts of the board at this address, each with the address of its single call. */
function partsOf(url: string): [part: string, call: string, query: Record<string, string>][] {
  const [, kind = '', id = ''] = /^\/api\/(contacts|chats|me)\/?([^/]*)\/board$/.exec(url) ?? []
  const board = Object.entries(boards).find(([call]) => call.startsWith(`GET /api/${kind}/`))
  return Object.entries(board?.[1].parts ?? {}).map(([part, call]) => {
    const query = part === 'card' ? {} : { status: 'open' }
    const seenBy = call === 'GET /api/me/moments' && kind === 'contacts' ? { externalUserId: id } : {}
    return [part, call.replace(/:\w+/, id), { ...query, ...seenBy }]
  })
}

/** Answers the page's calls from a table; a call that is not in it fails the test. A board is what its single calls answer. */
export function createFakeApi(routes: Record<string, Route>) {
  const seen: Seen[] = []
  async function answerTo(entry: Seen): Promise<Answer> {
    seen.push(entry)
    const route = routes[entry.call]
    if (!route) throw new Error(`no route for ${entry.call}`)
    return typeof route === 'function' ? route(entry) : route
  }

  const sendBoard: SendLines = async ({ url, headers, signal }, onLine) => {
    let date: string | undefined
    const parts = partsOf(url).filter(([, call]) => routes[call])
    const lines = parts.map(async ([part, call, query]) => {
      const answer = await answerTo({ call, query, headers: new AxiosHeaders(headers), body: undefined })
      date ??= answer.date
      if (!signal?.aborted) onLine(JSON.stringify({ part, status: answer.status ?? 200, body: answer.body ?? null }))
    })
    await Promise.all(lines)
    return { status: 200, data: '', date }
  }

  sendBy(sendByAxios, sendBoard)
  http.defaults.adapter = async (config) => {
    const call = `${config.method?.toUpperCase()} ${config.url}`
    const entry = { call, query: { ...config.params }, headers: config.headers, body: readBody(config.data) }
    const { status = 200, body = null, date } = await Promise.race([answerTo(entry), whenAborted(config)])
    return { data: body, status, statusText: '', headers: date === undefined ? {} : { date }, config }
  }
  return { seen, routes, calls: () => seen.map(({ call }) => call) }
}

import { CanceledError, type AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { sendBy } from '../../../src/app/api/call.ts'
import { http, sendByAxios } from '../../../src/app/api/send-by-axios.ts'

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

/** Answers the page's HTTP client from a table; a call that is not in it fails the test. */
export function createFakeApi(routes: Record<string, Route>) {
  const seen: Seen[] = []
  sendBy(sendByAxios)
  http.defaults.adapter = async (config) => {
    const call = `${config.method?.toUpperCase()} ${config.url}`
    const entry = { call, query: { ...config.params }, headers: config.headers, body: readBody(config.data) }
    seen.push(entry)
    const route = routes[call]
    if (!route) throw new Error(`no route for ${call}`)
    const answer = typeof route === 'function' ? Promise.resolve(route(entry)) : Promise.resolve(route)
    const { status = 200, body = null, date } = await Promise.race([answer, whenAborted(config)])
    return { data: body, status, statusText: '', headers: date === undefined ? {} : { date }, config }
  }
  return { seen, routes, calls: () => seen.map(({ call }) => call) }
}

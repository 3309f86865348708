import type { AxiosRequestConfig, create, isAxiosError, isCancel } from 'axios'
import { ProblemError } from './problem-error.ts'
import { timeoutMs, type Send } from './send.ts'

interface Axios {
  create: typeof create
  isAxiosError: typeof isAxiosError
  isCancel: typeof isCancel
}

/** Sends the calls of the running page, by a client of its own. */
export function createSendByAxios({ create, isAxiosError, isCancel }: Axios) {
  // The BFF sets no token cookie; looking for one, which axios does through the Cookie Store, would hold back each request
  // for a trip to the browser's process.
  const http = create({ timeout: timeoutMs, withXSRFToken: false, validateStatus: () => true })

  function toFailure(error: unknown, signal: AbortSignal | undefined): unknown {
    // Colada recognises an abort by the signal's reason. Safari 14 has none; then both are undefined.
    if (isCancel(error)) return signal?.aborted ? signal.reason : error
    if (!isAxiosError(error)) return error
    return new ProblemError(error.code === 'ECONNABORTED' ? 'no_answer' : 'offline')
  }

  const send: Send = async ({ method, url, query, body, headers, signal }) => {
    const config: AxiosRequestConfig = { method, url, params: query, data: body, headers }
    if (signal) config.signal = signal
    try {
      const { status, data, headers: received } = await http.request<unknown>(config)
      return { status, data, date: received['date'] }
    } catch (error) {
      throw toFailure(error, signal)
    }
  }
  return { http, send }
}

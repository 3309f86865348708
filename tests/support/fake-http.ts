import type { Http } from '../../src/bff/upstream/http.ts'
import type { HttpRequest } from '../../src/bff/upstream/send.ts'

/** What a client sent. */
export interface Sent extends HttpRequest {
  operation: string
}

/** A vendor that answers each request with some JSON, without any policy. */
export const fakeHttp =
  (answer: (sent: Sent) => unknown): Http =>
  async (call) =>
    call.read({ json: await answer({ operation: call.operation, ...call.request() }) })

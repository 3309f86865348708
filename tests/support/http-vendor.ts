import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server on loopback whose answers a test sets. */
export interface Vendor {
  url: string
  /** One per request, in order; the last one repeats. Setting them resets `asked`. */
  answers: Answer[]
  asked: number
  /** Bytes written to the last caller, and whether that caller hung up. */
  written(): number
  isLeft(): boolean
  close(): Promise<void>
}

export const json =
  (body: unknown, headers: OutgoingHttpHeaders = {}): Answer =>
  (_request, response) =>
    void response.writeHead(200, headers).end(JSON.stringify(body))
export const status =
  (code: number, headers: OutgoingHttpHeaders = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end('{"secret":1}')
export const never: Answer = () => undefined
export const cut: Answer = (request) => void request.socket.destroy()

export async function startVendor(): Promise<Vendor> {
  let answers: Answer[] = []
  let last: Socket | null = null
  const server = createServer((request, response) => {
    last = request.socket
    const answer = answers[Math.min(vendor.asked, answers.length - 1)]
    vendor.asked += 1
    answer?.(request, response)
  })
  const vendor: Vendor = {
    url: '',
    asked: 0,
    get answers() {
      return answers
    },
    set answers(next) {
      answers = next
      vendor.asked = 0
    },
    written: () => last?.bytesWritten ?? 0,
    isLeft: () => last?.destroyed ?? true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vendor.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return vendor
}

import { vi } from 'vitest'

/** An XMLHttpRequest as a test sees and answers it. */
export class BareRequest extends EventTarget {
  line = ''
  headers: Record<string, string> = {}
  body: unknown = undefined
  timeout = 0
  status = 0
  readyState = 0
  isAborted = false
  responseText = ''

  open(method: string, url: string): void {
    this.line = `${method} ${url}`
  }

  getResponseHeader(): string | null {
    return null
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value
  }

  abort(): void {
    this.isAborted = true
  }

  /** More of the answer, while the rest is on its way. */
  arrive(text: string, event: 'readystatechange' | 'progress' = 'readystatechange'): void {
    this.status = 200
    this.readyState = 3
    this.responseText += text
    this.dispatchEvent(new Event(event))
  }

  answer(status: number, text: string): void {
    this.status = status
    this.readyState = 4
    this.responseText = text
    this.dispatchEvent(new Event('readystatechange'))
    this.dispatchEvent(new Event('load'))
  }
}

/** Passes each XMLHttpRequest to `answer`, and returns the list of all that were sent. */
export function stubBareRequests(answer: (request: BareRequest) => void): BareRequest[] {
  const sent: BareRequest[] = []
  class Stub extends BareRequest {
    send(body: unknown): void {
      this.body = body
      sent.push(this)
      answer(this)
    }
  }
  vi.stubGlobal('XMLHttpRequest', Stub)
  return sent
}

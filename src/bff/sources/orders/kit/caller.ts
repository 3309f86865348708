import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Answer } from './answer.ts'
import type { RequestType } from './messages/requests.ts'
import { send, type Parcel } from './send.ts'

export interface Message {
  /** A type of the contract, or one that is not. */
  type: RequestType | (string & {})
  /** Beside corpId and staff, which every message carries. */
  data?: Record<string, unknown>
  contract?: string
}

/** How a request differs from an honest one. */
export interface Bend {
  method?: Parcel['method']
  id?: string
  /** Seconds that are added to the time of signing. */
  laterBySeconds?: number
  /** Whose signatures it carries, in this order. */
  secrets?: readonly string[]
  /** The body that is written and signed. */
  write?(envelope: object): string
  /** What is sent in place of the body that was signed. */
  afterSigning?(body: string): string
  /** Headers in place of those that were signed; undefined leaves one out. */
  headers?(signed: Record<string, string>): Record<string, string | undefined>
}

export interface CallerDeps {
  url: string
  /** Each of them signs, as while one is being changed. */
  secrets: readonly string[]
  corpId: string
  staff: string
  now(): number
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>
}

const chinaMs = 8 * 3_600_000
const maxWaits = 6
const maxWaitSeconds = 10

/** RFC 3339 at +08:00. */
const toTime = (now: number): string => `${new Date(now + chinaMs).toISOString().slice(0, 19)}+08:00`

const given = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

/** How many seconds a busy address wants to be left alone; null where it is not busy, or does not say so. */
function busySeconds({ status, retryAfter }: Answer): number | null {
  if (status !== 429 && status !== 503) return null
  return /^\d+$/.test(retryAfter) && Number(retryAfter) <= maxWaitSeconds ? Number(retryAfter) : null
}

/** Makes the caller of the company's address: it signs as the sidebar does, unless told to bend something. */
export function createCaller({ url, secrets: own, corpId, staff, now, wait }: CallerDeps) {
  const seen: Answer[] = []
  let waits = 0

  function sign(body: string, { id = `msg_${randomUUID()}`, secrets = own, laterBySeconds = 0 }: Bend) {
    const at = new Date(now() + laterBySeconds * 1000)
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': secrets.map((each) => new Webhook(each).sign(id, at, body)).join(' '),
    }
  }

  function write({ type, data, contract = '1' }: Message, { write = JSON.stringify }: Bend): string {
    return write({ contract, type, timestamp: toTime(now()), data: { corpId, staff: { userid: staff }, ...data } })
  }

  /** @throws NoAnswer */
  async function call(message: Message, bend: Bend = {}): Promise<Answer> {
    const body = write(message, bend)
    const signed = sign(body, bend)
    const answer = await send({
      url,
      method: bend.method ?? 'POST',
      headers: given(bend.headers?.(signed) ?? signed),
      body: bend.afterSigning?.(body) ?? body,
    })
    if (!bend.method) seen.push(answer)
    const pauseSeconds = busySeconds(answer)
    if (pauseSeconds === null || waits >= maxWaits) return answer
    waits += 1
    await wait(pauseSeconds * 1000)
    return call(message, bend)
  }

  return { call, seen }
}
export type Caller = ReturnType<typeof createCaller>

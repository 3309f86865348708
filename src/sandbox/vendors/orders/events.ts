import { setTimeout as wait } from 'node:timers/promises'
import { chinaInstant } from '../china-time.ts'
import { signatureOf } from './signature.ts'

export type EventType = 'order.changed' | 'order.deleted' | 'customer.merged'

export interface EventData {
  orderId?: string
  customerId: string
  externalUserId?: string
}

/** One event that was sent. */
export interface SentEvent {
  type: EventType
  data: EventData
  /** Number of attempts, at most three. */
  tries: number
  isTaken: boolean
}

export interface EventsOptions {
  clock: () => number
  secret: string
}

const tries = 3
const patienceMs = 5000
const pauseMs = 300
/** Stands for no answer at all. */
const silence = 599
/** Of the refusals, only a rate limit is worth another attempt. */
const isFinal = (status: number) => status < 500 && status !== 429

/** Tells the product that something has changed, signed with the secret of this direction, and repeats what was not taken. */
export function createEvents({ clock, secret: own }: EventsOptions) {
  const stop = new AbortController()
  const sent: SentEvent[] = []
  let url: string | null = null
  let count = 0

  /** The status of the answer. */
  async function post(target: string, id: string, body: string, secret: string): Promise<number> {
    const timestamp = String(Math.floor(clock() / 1000))
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(secret, { id, timestamp, body }),
    }
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)])
    const answer = await fetch(target, { method: 'POST', headers, body, signal }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.status ?? silence
  }

  /** Settles when it is taken or given up. An event keeps its id through all attempts; each is signed anew. */
  async function tell(type: EventType, data: EventData, secret = own): Promise<void> {
    if (url === null) return
    count += 1
    const id = `evt_${clock().toString(36)}_${count}`
    const body = JSON.stringify({ type, timestamp: chinaInstant(clock()), data })
    const record: SentEvent = { type, data, tries: 0, isTaken: false }
    sent.push(record)
    let status = silence
    while (record.tries < tries && !isFinal(status) && !stop.signal.aborted) {
      if (record.tries > 0) await wait(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined)
      record.tries += 1
      status = await post(url, id, body, secret)
    }
    record.isTaken = status >= 200 && status < 300
  }

  const setUrl = (target: string | null) => {
    url = target
  }

  return { sent, setUrl, tell, close: () => stop.abort() }
}

export type Events = ReturnType<typeof createEvents>

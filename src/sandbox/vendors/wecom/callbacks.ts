import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { seal, signedQuery, type CallbackKeys } from './callback-envelope.ts'

/** One event that was sent to the app. */
export interface SentCallback {
  changeType: string
  /** Number of attempts, at most three. */
  tries: number
  isTaken: boolean
}

export interface CallbacksOptions {
  world: World
  clock: Clock
  keys: CallbackKeys
}

const tries = 3
const patienceMs = 5000
const pauseMs = 300

const element = ([name, value]: [string, string | number]) =>
  typeof value === 'number' ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`

const xml = (fields: Record<string, string | number>) => `<xml>${Object.entries(fields).map(element).join('')}</xml>`

/** Sends events to the app's callback address, encrypted and signed, and repeats those that are not accepted in time. */
export function createCallbacks({ world, clock, keys }: CallbacksOptions) {
  const stop = new AbortController()
  const sent: SentCallback[] = []
  let url: string | null = null

  const seconds = () => Math.floor(clock() / 1000)

  function address(target: string, sealed: string, more: Record<string, string> = {}): string {
    const query = { ...signedQuery(sealed, String(seconds()), keys), ...more }
    return `${target}?${new URLSearchParams(query).toString()}`
  }

  async function deliver(target: string, message: string): Promise<boolean> {
    const sealed = seal(message, world.corpId, keys)
    const body = xml({ ToUserName: world.corpId, AgentID: world.agentId, Encrypt: sealed })
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(patienceMs)])
    const headers = { 'content-type': 'text/xml' }
    const answer = await fetch(address(target, sealed), { method: 'POST', headers, body, signal }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.status === 200
  }

  /** An event without a change type has an empty one. Settles when the app has accepted the event or all attempts have failed. */
  async function tell(event: string, changeType: string, fields: Record<string, string | number>): Promise<void> {
    if (url === null) return
    const record: SentCallback = { changeType, tries: 0, isTaken: false }
    sent.push(record)
    const head = { ToUserName: world.corpId, FromUserName: 'sys', CreateTime: seconds(), MsgType: 'event' }
    const kind = changeType === '' ? {} : { ChangeType: changeType }
    const message = xml({ ...head, Event: event, ...kind, ...fields })
    while (record.tries < tries && !record.isTaken && !stop.signal.aborted) {
      if (record.tries > 0) await wait(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined)
      record.tries += 1
      record.isTaken = await deliver(url, message)
    }
  }

  /** 接收消息 → 保存 in the admin console: the address is saved only if it decrypts a test message and returns it. */
  async function setUrl(target: string): Promise<void> {
    const word = String(clock())
    const sealed = seal(word, world.corpId, keys)
    const answer = await fetch(address(target, sealed, { echostr: sealed }), {
      signal: AbortSignal.timeout(patienceMs),
    })
    if ((await answer.text()) !== word) throw new Error('openapi回调地址请求不通过')
    url = target
  }

  return { sent, setUrl, tell, close: () => stop.abort() }
}

export type Callbacks = ReturnType<typeof createCallbacks>

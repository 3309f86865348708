import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { seal, signedQuery, type CallbackKeys } from './callback-envelope.ts'

/** One event as it was sent. */
export interface SentCallback {
  changeType: string
  /** How often: three times at most. */
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

/** Tells the app's callback address what changed: sealed, signed, and again where nobody takes it in time. */
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

  /** Settles when the event was taken, or given up. */
  async function tell(event: string, changeType: string, fields: Record<string, string | number>): Promise<void> {
    if (url === null) return
    const record: SentCallback = { changeType, tries: 0, isTaken: false }
    sent.push(record)
    const head = { ToUserName: world.corpId, FromUserName: 'sys', CreateTime: seconds(), MsgType: 'event' }
    const message = xml({ ...head, Event: event, ChangeType: changeType, ...fields })
    while (record.tries < tries && !record.isTaken && !stop.signal.aborted) {
      if (record.tries > 0) await wait(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined)
      record.tries += 1
      record.isTaken = await deliver(url, message)
    }
  }

  /** 接收消息 → 保存 in the console: the address is kept only if it opens a sealed word and says it back. */
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

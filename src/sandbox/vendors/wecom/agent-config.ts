import { createHash } from 'node:crypto'
import type { World } from '../../world/world.ts'

/** What the client sends with `agentConfig`; every field arrives as text. */
export interface AgentConfig {
  corpid: string
  agentid: string
  timestamp: string
  nonceStr: string
  signature: string
}

/** @see https://developer.work.weixin.qq.com/document/path/90506 */
export function signatureOf(ticket: string, nonceStr: string, timestamp: string, url: string): string {
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
  return createHash('sha1').update(text).digest('hex')
}

/** The client's answer to `agentConfig` on the page `url`; without `err_code` when it succeeds. */
export function judgeAgentConfig(config: AgentConfig, url: string, ticket: string | null, world: World) {
  if (config.corpid !== world.corpId) return { err_msg: 'agentConfig:fail_invalid corpid', err_code: 40013 }
  if (config.agentid !== world.agentId) return { err_msg: 'agentConfig:fail_invalid agentid', err_code: 40056 }
  const page = url.split('#')[0] ?? ''
  const isRight = ticket !== null && signatureOf(ticket, config.nonceStr, config.timestamp, page) === config.signature
  return isRight ? { err_msg: 'agentConfig:ok' } : { err_msg: 'agentConfig:fail_invalid signature', err_code: 40093 }
}

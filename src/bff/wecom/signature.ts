import { createHash, randomBytes } from 'node:crypto'
import type { Signature } from '#contract/session'

export interface Signable {
  ticket: string
  nonceStr: string
  /** Unix seconds. */
  timestamp: number
  /** The page's address, without its hash. */
  url: string
}

/** WeCom's JS-SDK signature: fixed order, raw values, nothing encoded [docs/vendors/wecom.md#page-signature]. */
export function sign({ ticket, nonceStr, timestamp, url }: Signable): string {
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
  return createHash('sha1').update(text).digest('hex')
}

/** A signature of one page for agentConfig. */
export function signPage(page: {
  corpId: string
  agentId: string
  ticket: string
  url: string
  now: number
}): Signature {
  const { corpId, agentId, ticket, url } = page
  const timestamp = Math.floor(page.now / 1000)
  const nonceStr = randomBytes(12).toString('hex')
  return { corpId, agentId, url, timestamp, nonceStr, signature: sign({ ticket, nonceStr, timestamp, url }) }
}

import { createHash } from 'node:crypto'

/**
 * Lowercase hex MD5 of `body|appkey|timestamp`, over exactly the bytes that are sent
 * [docs/vendors/waiqin.md#signature].
 */
export const digestOf = (body: string, appKey: string, timestamp: string): string =>
  createHash('md5').update(`${body}|${appKey}|${timestamp}`, 'utf8').digest('hex')

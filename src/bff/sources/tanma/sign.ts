import { createHash } from 'node:crypto'

/** Lowercase hex SHA-256 of `appId timestamp body appKey`, nothing between them [docs/vendors/tanma.md#signature]. */
export const signOf = (signed: { appId: string; timestamp: string; body: string; appKey: string }): string =>
  createHash('sha256').update(`${signed.appId}${signed.timestamp}${signed.body}${signed.appKey}`, 'utf8').digest('hex')

import { sql, type RawBuilder } from 'kysely'
import type { Unseen } from '../mirror-stores.ts'

/** The condition that a row is to be swept, by what says when it was last seen. */
export const isUnseen = (seenAt: RawBuilder<unknown>, { before, after }: Unseen): RawBuilder<boolean> =>
  sql<boolean>`(${seenAt} < ${before} or ${seenAt} > ${after})`

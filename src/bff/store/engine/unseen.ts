import { sql } from 'kysely'
import type { Unseen } from '../mirror-stores.ts'

/** The condition that a row is to be swept, by the column that says when it was last seen. */
export const isUnseen = (column: 'seen_at' | 'fetched_at', { before, after }: Unseen) =>
  sql<boolean>`(${sql.ref(column)} < ${before} or ${sql.ref(column)} > ${after})`

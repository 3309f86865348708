import { sql } from 'kysely'
import type { Dialect } from '../schema.ts'

/** The database's own clock in epoch ms: one for all instances, whatever theirs say. */
export const databaseNow = (dialect: Dialect) =>
  dialect === 'sqlite'
    ? sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
    : sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`

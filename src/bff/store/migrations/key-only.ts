import { sql } from 'kysely'
import type { Dialect } from '../schema.ts'

/** A narrow table is its own index, on the dialect that can say so. */
export const keyOnly = (dialect: Dialect) => (dialect === 'sqlite' ? sql`without rowid` : sql``)

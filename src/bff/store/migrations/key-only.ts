import { sql } from 'kysely'
import type { Dialect } from '../schema.ts'

/** On SQLite a narrow table can be its own index. */
export const keyOnly = (dialect: Dialect) => (dialect === 'sqlite' ? sql`without rowid` : sql``)

import { Kysely, PostgresDialect } from 'kysely'
import { Pool, types as parsers, type CustomTypesConfig } from 'pg'
import type { Databases, Tables } from '../schema.ts'

/** Our int8 columns hold epoch ms and counts, which a number holds exactly; pg would give text. */
const types: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === parsers.builtins.INT8 ? Number : (parsers.getTypeParser(id, format) as (value: string) => unknown),
}

/** Opens a pool, which does not connect yet. */
export function openPostgres(connectionString: string): Databases {
  const pool = new Pool({ connectionString, types, max: 10, connectionTimeoutMillis: 5000, keepAlive: true })
  // The pool replaces an idle connection that the server closed; without a listener the event would end the process.
  pool.on('error', () => {})
  // The same for a connection in use, whose query rejects as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { dialect: 'postgres', db, reads: db }
}

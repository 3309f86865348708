import { Kysely, PostgresDialect } from 'kysely'
import { Pool, types as parsers, type CustomTypesConfig } from 'pg'
import type { Connections, Tables } from './schema.ts'

/** Our int8 columns hold epoch ms and counts, which a number holds exactly; pg would give text. */
const types: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === parsers.builtins.INT8 ? Number : (parsers.getTypeParser(id, format) as (value: string) => unknown),
}

/** Opens a pool. Nothing is asked of the server yet. */
export function openPostgres(connectionString: string): Connections {
  const pool = new Pool({ connectionString, types, max: 10, connectionTimeoutMillis: 5000, keepAlive: true })
  // An idle connection that the server closed is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => {})
  // So is one that is in use: its query rejects beside.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { dialect: 'postgres', db, reads: db }
}

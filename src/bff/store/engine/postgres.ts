import { Kysely, PostgresDialect } from 'kysely'
import { Pool, types as parsers, type CustomTypesConfig } from 'pg'
import { parse, toClientConfig } from 'pg-connection-string'
import { unguarded, type Databases, type Tables } from '../schema.ts'
import { tlsOf } from '../protection.ts'

/** Our int8 columns hold epoch ms and counts, which a number holds exactly; pg would give text. */
const types: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === parsers.builtins.INT8 ? Number : (parsers.getTypeParser(id, format) as (value: string) => unknown),
}

/**
 * How long the server waits: for a statement, for a lock that another holds, and for the next statement of a transaction. An
 * instance that stands still in the middle of one stops nobody else for longer than that.
 */
export const patience = { statementMs: 20_000, lockMs: 10_000, idleMs: 20_000 }
/** A migration may take minutes, and the instances that start beside it wait. */
const forMigrations = { statementMs: 0, lockMs: 0, idleMs: 0 }

const keepAliveMs = 10_000

function open(databaseUrl: string, { statementMs, lockMs, idleMs }: typeof patience): Databases {
  const pool = new Pool({
    ...toClientConfig(parse(databaseUrl, { useLibpqCompat: true })),
    ssl: tlsOf(databaseUrl),
    types,
    max: 10,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleMs,
  })
  // The pool replaces an idle connection that the server closed; without a listener the event would end the process.
  pool.on('error', () => {})
  // The same for a connection in use, whose query rejects as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return { dialect: 'postgres', db, reads: db, ...unguarded }
}

/** Opens a pool, which does not connect yet. @throws where a file that DATABASE_URL names for TLS cannot be read */
export const openPostgres = (databaseUrl: string, limits = patience): Databases => open(databaseUrl, limits)

export const openPostgresForMigrations = (databaseUrl: string): Databases => open(databaseUrl, forMigrations)

import { sql } from 'kysely'
import { createCallHourStore } from './tables/call-hours.ts'
import { createChangeStore } from './tables/changes.ts'
import { createChatStore } from './tables/chats.ts'
import { createConnectionStore } from './tables/connections.ts'
import { createContactStore } from './tables/contacts.ts'
import { createDepartureStore } from './tables/departures.ts'
import { createErasureStore } from './tables/erasures.ts'
import { createFieldCustomerStore } from './tables/field-customers.ts'
import { createFieldTaskStore } from './tables/field-tasks.ts'
import { createFieldTaskWindowStore } from './tables/field-task-windows.ts'
import { createLeaseStore, sweepLeases } from './tables/leases.ts'
import { createLeftOutStore } from './tables/left-out.ts'
import { createLinkStore } from './tables/links.ts'
import { createLoginStateStore } from './tables/login-states.ts'
import { createLoginTryStore } from './tables/login-tries.ts'
import { createMappingStore } from './tables/mappings.ts'
import { migrate } from './migrations/index.ts'
import { createMirrorStore } from './tables/mirrors.ts'
import { createMomentStore } from './tables/moments.ts'
import { createOpeningStore } from './tables/openings.ts'
import { pathOf } from './files.ts'
import { withStoreErrors } from './outage.ts'
import { createPeopleStore } from './tables/people.ts'
import { createPlacementStore } from './tables/placements.ts'
import { openPostgres, openPostgresForMigrations } from './engine/postgres.ts'
import type { Databases } from './schema.ts'
import { createSessionEndStore } from './tables/session-ends.ts'
import { createSopGroupStore } from './tables/sop-groups.ts'
import { createSigningKeyStore } from './tables/signing-keys.ts'
import { openSqlite } from './engine/sqlite.ts'
import type { Store } from './store.ts'
import { createTokenStore } from './tables/tokens.ts'

/** The variable, then the file's path, or the server's address without user and password. */
function describe(databaseUrl: string): string {
  const path = pathOf(databaseUrl)
  if (path) return `DATABASE_URL: file ${path}`
  // An unreadable address is not repeated: it may hold a password.
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL: database'
  const { host, pathname } = new URL(databaseUrl)
  return `DATABASE_URL: ${host}${pathname}`
}

const reasons: Record<string, string> = {
  SQLITE_NOTADB: 'is not a database, or damaged',
  SQLITE_CORRUPT: 'is damaged',
  SQLITE_BUSY: 'is locked by another process',
  SQLITE_CANTOPEN: 'cannot be opened',
  SQLITE_READONLY: 'may not be written to',
  SQLITE_FULL: 'has no space left on its disk',
  EACCES: 'may not be read and written',
  EISDIR: 'is a folder',
  ENOSPC: 'has no space left on its disk',
  NEWER_SCHEMA: 'was written by a newer version of this program',
  DAMAGED_ROWS: 'is damaged: bring back a backup, since links cannot be fetched anew',
  ECONNREFUSED: 'does not answer',
  '28P01': 'refuses who signs in',
  '3D000': 'does not exist',
  DATABASE_GONE:
    'is not there any more, though one was: bring it back, or begin with an empty one by DATABASE_CREATE=1',
  NO_TLS: 'speaks no TLS: DATABASE_URL needs ?sslmode=disable where the network is trusted',
  ...Object.fromEntries(
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ].map((code) => [code, 'shows a certificate that is not trusted: see sslmode and sslrootcert of DATABASE_URL']),
  ),
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no code'
  if ('code' in error && error.code) return String(error.code)
  return error.message.includes('does not support SSL') ? 'NO_TLS' : 'no code'
}

/** What went wrong, in words. A driver's own text is left out: it may repeat the address with its password. */
function reason(error: unknown): string {
  const code = codeOf(error)
  return `${reasons[code] ?? 'cannot be opened'} (${code})`
}

async function close({ db, reads }: Databases): Promise<void> {
  await db.destroy()
  if (reads !== db) await reads.destroy()
}

function createStore(databases: Databases): Store {
  return {
    dialect: databases.dialect,
    wasRestored: databases.wasRestored,
    links: withStoreErrors(createLinkStore(databases)),
    leases: withStoreErrors(createLeaseStore(databases)),
    mirrors: withStoreErrors(createMirrorStore(databases)),
    fieldTasks: withStoreErrors(createFieldTaskStore(databases)),
    fieldTaskWindows: withStoreErrors(createFieldTaskWindowStore(databases)),
    fieldCustomers: withStoreErrors(createFieldCustomerStore(databases)),
    sopGroups: withStoreErrors(createSopGroupStore(databases)),
    chats: withStoreErrors(createChatStore(databases)),
    changes: withStoreErrors(createChangeStore(databases)),
    sessionEnds: withStoreErrors(createSessionEndStore(databases)),
    departures: withStoreErrors(createDepartureStore(databases)),
    loginStates: withStoreErrors(createLoginStateStore(databases)),
    tokens: withStoreErrors(createTokenStore(databases)),
    connections: withStoreErrors(createConnectionStore(databases)),
    loginTries: withStoreErrors(createLoginTryStore(databases)),
    openings: withStoreErrors(createOpeningStore(databases)),
    placements: withStoreErrors(createPlacementStore(databases)),
    moments: withStoreErrors(createMomentStore(databases)),
    contacts: withStoreErrors(createContactStore(databases)),
    erasures: withStoreErrors(createErasureStore(databases)),
    leftOut: withStoreErrors(createLeftOutStore(databases)),
    mappings: withStoreErrors(createMappingStore(databases)),
    signingKeys: withStoreErrors(createSigningKeyStore(databases)),
    people: withStoreErrors(createPeopleStore(databases)),
    callHours: withStoreErrors(createCallHourStore(databases)),
    ...withStoreErrors({
      ping: async () => {
        databases.check()
        await sql`select 1`.execute(databases.reads)
      },
      countOn: async () => databases.countOn(),
      sweepLeases: (ageMs: number) => sweepLeases(databases, ageMs),
    }),
    close: () => close(databases),
  }
}

async function migrateAndClose(databases: Databases): Promise<void> {
  try {
    await migrate(databases.db, databases.dialect)
  } finally {
    await close(databases).catch(() => null)
  }
}

async function connectSqlite(path: string, mayCreate: boolean): Promise<Databases> {
  const databases = openSqlite(path, mayCreate)
  try {
    await migrate(databases.db, databases.dialect)
    return databases
  } catch (error) {
    await close(databases).catch(() => null)
    throw error
  }
}

async function connect(databaseUrl: string, mayCreate: boolean): Promise<Databases> {
  const path = pathOf(databaseUrl)
  if (path) return connectSqlite(path, mayCreate)
  await migrateAndClose(openPostgresForMigrations(databaseUrl))
  return openPostgres(databaseUrl)
}

/**
 * Opens `file:PATH` or `postgres://…` and runs its migrations. `mayCreate`: makes a new file even where one was before. Rejects with a sentence for the operator. */
export async function openStore(databaseUrl: string, { mayCreate = false } = {}): Promise<Store> {
  try {
    return createStore(await connect(databaseUrl, mayCreate))
  } catch (error) {
    throw new Error(`${describe(databaseUrl)} ${reason(error)}`, { cause: error })
  }
}

import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import Libsql from 'libsql'
import { databaseFiles } from '../files.ts'
import { unguarded, type Databases, type Tables } from '../schema.ts'
import { checkPlace, countOn, createIdentity, isRestored } from './sqlite-marker.ts'
import { sqliteDialect } from './sqlite-driver.ts'

/**
 * What is committed survives the end of the process in any case. `full` syncs the log at each commit, so that it survives
 * power loss as well. Mirrors do not need that, but links and connections do, and mirrors write few, large transactions.
 */
const pragmas = ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on']
const readerPragmas = [...pragmas, 'cache_size = -32768']

/** A backfill writes the same index pages again and again: a cache of 48 MB, and a log of 64 MB before it goes into the file. */
const writerPragmas = [
  ...pragmas,
  'cache_size = -49152',
  'wal_autocheckpoint = 16384',
  'temp_store = memory',
  // What is deleted is overwritten: otherwise its text stays in the file until the page is used again.
  'secure_delete = on',
]

/** Tables whose rows no vendor can send again. They do not exist yet in a new file. */
const authored = ['links', 'connections', 'placements'] as const

class DamagedRows extends Error {
  readonly code = 'DAMAGED_ROWS'
}

/** SQLite notices a damaged page only when it reads it, so these tables are read before anything uses them. */
function checkAuthored(database: Libsql.Database): void {
  for (const table of authored) {
    if (!database.prepare('select 1 from sqlite_master where name = ?').get(table)) continue
    const [verdict] = database.pragma(`quick_check(${table})`) as { quick_check: string }[]
    if (verdict?.quick_check !== 'ok') throw new DamagedRows()
  }
}

function open(path: string, settings: readonly string[]): Libsql.Database {
  const database = new Libsql(path)
  try {
    for (const pragma of settings) database.pragma(pragma)
    checkAuthored(database)
  } catch (error) {
    database.close()
    throw error
  }
  return database
}

const connectionOf = (database: Libsql.Database, check?: () => void) =>
  new Kysely<Tables>({ dialect: sqliteDialect(database, check) })

/** Not mkdir's own `recursive`: where no folder can be made, as below /proc, Node 20 tries for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  // Another instance may make it at the same moment.
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 })
}

function closeToOthers(path: string): void {
  try {
    if (existsSync(path)) chmodSync(path, 0o600)
  } catch {
    // Another user's file, which we may write: the doctor names it.
  }
}

/**
 * Makes the file for its owner alone; SQLite gives its log the same rights. For a folder or a file without rights, libsql's
 * error would be that of a missing file. @throws NodeJS.ErrnoException
 */
function prepareFile(path: string): void {
  // Opening it refuses a folder (EISDIR) and a file that may not be written (EACCES).
  closeSync(openSync(path, existsSync(path) ? 'r+' : 'a', 0o600))
  for (const file of databaseFiles(path)) closeToOthers(file)
}

function openWriter(path: string): Libsql.Database {
  const writer = open(path, writerPragmas)
  // Holds the rows of one bulk statement: see `insertMany`.
  writer.exec('create temp table bulk (rows blob not null)')
  return writer
}

function openInMemory(): Databases {
  const db = connectionOf(openWriter(':memory:'))
  return { dialect: 'sqlite', db, reads: db, ...unguarded }
}

/** Opens the file; makes it, and its folder, if it is missing and `mayCreate` or no marker beside it says that one was there. */
export function openSqlite(path: string, mayCreate = false): Databases {
  if (path === ':memory:') return openInMemory()
  makeFolder(dirname(path))
  const isNew = checkPlace(path, mayCreate)
  prepareFile(path)
  const writer = openWriter(path)
  // One that was begun anew is not older than the marker of the one before it.
  if (isNew && mayCreate) countOn(writer, path)
  const wasRestored = isRestored(writer, path)
  const check = createIdentity(path)
  const reads = connectionOf(open(path, readerPragmas))
  return {
    dialect: 'sqlite',
    db: connectionOf(writer, check),
    reads,
    wasRestored,
    check,
    countOn: () => countOn(writer, path),
  }
}

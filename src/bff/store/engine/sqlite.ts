import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import Libsql from 'libsql'
import { createLatest } from '../../concurrency/latest.ts'
import type { Databases, Tables } from '../schema.ts'
import { sqliteDialect } from './sqlite-driver.ts'

/**
 * What is committed outlives the process in any case; with `full`, which syncs the log at each commit, power loss as well.
 * The mirrors could do with `normal`, but links and connections could not, and mirrors write few, large transactions.
 */
const pragmas = ['journal_mode = wal', 'synchronous = full', 'foreign_keys = on']
const readerPragmas = [...pragmas, 'cache_size = -32768']

/** A backfill touches the same index pages again and again: a cache of 48 MB, and a log of 64 before it is brought home. */
const writerPragmas = [...pragmas, 'cache_size = -49152', 'wal_autocheckpoint = 16384', 'temp_store = memory']

/** What nobody can fetch anew. Absent in a new file. */
const authored = ['links', 'connections', 'placements'] as const

class DamagedRows extends Error {
  readonly code = 'DAMAGED_ROWS'
}

/** A page that is damaged shows when it is read; these are read before anybody relies on them. */
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

const connectionOf = (database: Libsql.Database) => new Kysely<Tables>({ dialect: sqliteDialect(database) })

/** `data_version` tells what other connections have committed, and reading is all that this one does. It costs locks of the file. */
function versionOf(reads: Libsql.Database, isAlone: boolean): () => Promise<string> {
  const statement = reads.prepare(isAlone ? 'select total_changes() as data_version' : 'pragma data_version')
  return createLatest(async () => {
    const { data_version: version } = statement.get() as { data_version: number }
    return String(version)
  })
}

/** Not mkdir's own `recursive`: where nothing can be made, as below /proc, Node 20 tries for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  // Another instance may make it at the same moment.
  if (!existsSync(path)) mkdirSync(path)
}

/** libsql tells neither of these apart from a file that is missing. @throws NodeJS.ErrnoException */
function checkFile(path: string): void {
  if (path === ':memory:' || !existsSync(path)) return
  // As the file is opened, so is a folder refused (EISDIR), and who may not write (EACCES).
  closeSync(openSync(path, 'r+'))
}

/** Opens the file, making its folder and itself where missing. */
export function openSqlite(path: string): Databases {
  makeFolder(dirname(path))
  checkFile(path)
  const isAlone = path === ':memory:'
  const writer = open(path, writerPragmas)
  // Where rows wait that are written together.
  writer.exec('create temp table bulk (rows blob not null)')
  const reader = isAlone ? writer : open(path, readerPragmas)
  const db = connectionOf(writer)
  const reads = isAlone ? db : connectionOf(reader)
  return { dialect: 'sqlite', db, reads, version: versionOf(reader, isAlone) }
}

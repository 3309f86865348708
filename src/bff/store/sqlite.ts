import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { Kysely } from 'kysely'
import Libsql from 'libsql'
import type { Connections, Tables } from './schema.ts'
import { sqliteDialect } from './sqlite-driver.ts'

const pragmas = ['journal_mode = wal', 'synchronous = normal', 'foreign_keys = on', 'cache_size = -65536']

/** Fewer, larger checkpoints: a backfill touches the same index pages again and again. 64 MB. */
const writerPragmas = [...pragmas, 'wal_autocheckpoint = 16384']

function open(path: string, settings: readonly string[]): Kysely<Tables> {
  const database = new Libsql(path)
  try {
    for (const pragma of settings) database.pragma(pragma)
  } catch (error) {
    database.close()
    throw error
  }
  return new Kysely<Tables>({ dialect: sqliteDialect(database) })
}

/** Not mkdir's own `recursive`: where nothing can be made, as below /proc, Node 20 tries for ever. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  // Another instance may make it at the same moment.
  if (!existsSync(path)) mkdirSync(path)
}

/** Opens the file, making its folder and itself where missing. */
export function openSqlite(path: string): Connections {
  makeFolder(dirname(path))
  const db = open(path, writerPragmas)
  return { dialect: 'sqlite', db, reads: path === ':memory:' ? db : open(path, pragmas) }
}

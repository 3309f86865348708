import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import type Libsql from 'libsql'

/** There was a database here, and there is none now. */
class DatabaseGone extends Error {
  readonly code = 'DATABASE_GONE'
}

/** The path leads to another file than the one that is open, or to none. */
export class DatabaseReplaced extends Error {
  readonly code = 'SQLITE_REPLACED'
}

export const markerOf = (path: string): string => `${path}.marker`

/** How far the database had come when the marker was written; null where there is none. */
function readMarker(path: string): number | null {
  try {
    const count = Number(readFileSync(markerOf(path), 'utf8'))
    return Number.isSafeInteger(count) ? count : 0
  } catch {
    return null
  }
}

const isEmpty = (path: string): boolean => !existsSync(path) || statSync(path).size === 0

/**
 * An empty place is where a database is made, unless a marker beside it says that one was there: then a disk is not mounted, or
 * somebody deleted it, and an empty one would look like the loss of every link.
 * @returns whether the place is empty
 * @throws DatabaseGone unless `mayCreate`
 */
export function checkPlace(path: string, mayCreate: boolean): boolean {
  const isNew = isEmpty(path)
  if (!mayCreate && isNew && readMarker(path) !== null) throw new DatabaseGone()
  return isNew
}

const countOf = (database: Libsql.Database): number => {
  const [row] = database.pragma('user_version') as { user_version: number }[]
  return row?.user_version ?? 0
}

/** Counts on in the file and in the marker beside it, so that a copy of the file from before can be told. */
export function countOn(database: Libsql.Database, path: string): void {
  const count = Math.max(countOf(database), readMarker(path) ?? 0) + 1
  database.pragma(`user_version = ${count}`)
  const next = `${markerOf(path)}.new`
  writeFileSync(next, `${count}\n`, { mode: 0o600 })
  renameSync(next, markerOf(path))
}

/** Whether the file is older than the marker beside it: a backup was brought back. */
export const isRestored = (database: Libsql.Database, path: string): boolean =>
  countOf(database) < (readMarker(path) ?? 0)

/** Tells whether the path still leads to the file that it leads to now. */
export function createIdentity(path: string): () => void {
  const { dev, ino } = statSync(path)
  return () => {
    const now = statSync(path, { throwIfNoEntry: false })
    if (now?.dev !== dev || now.ino !== ino) throw new DatabaseReplaced()
  }
}

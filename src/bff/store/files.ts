import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The path in `file:PATH`; null for another database. */
export const pathOf = (databaseUrl: string): string | null => /^file:(.+)$/.exec(databaseUrl)?.[1] ?? null

/** The same; null also for a database in memory. */
export function fileOf(databaseUrl: string): string | null {
  const path = pathOf(databaseUrl)
  return path === ':memory:' ? null : path
}

/** What SQLite keeps of a database: the file, its log, and the log's index. */
export const databaseFiles = (path: string): string[] => [path, `${path}-wal`, `${path}-shm`]

const isOpen = (path: string): boolean => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0

/** Which of the database's files, and whether its folder, other users of this machine may read or enter. */
export const openToOthers = (path: string): string[] => [dirname(path), ...databaseFiles(path)].filter(isOpen)

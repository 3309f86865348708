import { setImmediate as breathe } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import type { Dialect, Tables, Writing } from './schema.ts'

type Value = string | number | null

interface Bulk {
  table: keyof Tables
  columns: readonly string[]
  rows: readonly (readonly Value[])[]
}

interface Insert extends Bulk {
  /** What follows `on conflict`. */
  onConflict: string
}

/** 1,000 rows of 9 values stay far below 32,766 (SQLite) and 65,535 (PostgreSQL) variables. */
const chunkSize = 1000

function placeholders(dialect: Dialect, rows: number, columns: number): string {
  if (dialect === 'sqlite') return Array.from({ length: rows }, () => `(${'?,'.repeat(columns - 1)}?)`).join(',')
  const row = (first: number) => Array.from({ length: columns }, (_, column) => `$${first + column}`).join(',')
  return Array.from({ length: rows }, (_, index) => `(${row(index * columns + 1)})`).join(',')
}

export const chunked = <Item>(items: readonly Item[], size = chunkSize): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/**
 * Inserts many rows with few statements. Written by hand because building the query tree of 9,000 values costs more
 * than running it. The rows must not name one key twice. Between statements other work gets its turn.
 */
export async function insertMany(db: Writing, dialect: Dialect, insert: Insert): Promise<void> {
  const { table, columns, rows, onConflict } = insert
  const head = `insert into ${table} (${columns.join(', ')}) values `
  for (const chunk of chunked(rows)) {
    const values = placeholders(dialect, chunk.length, columns.length)
    await db.executeQuery(CompiledQuery.raw(`${head}${values} on conflict ${onConflict}`, chunk.flat()))
    await breathe()
  }
}

/** Deletes the rows with these values, in the same way. */
export async function deleteMany(db: Writing, dialect: Dialect, { table, columns, rows }: Bulk): Promise<void> {
  const head = `delete from ${table} where (${columns.join(', ')}) in `
  for (const chunk of chunked(rows)) {
    const values = placeholders(dialect, chunk.length, columns.length)
    await db.executeQuery(CompiledQuery.raw(`${head}(values ${values})`, chunk.flat()))
    await breathe()
  }
}

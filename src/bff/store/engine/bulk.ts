import { CompiledQuery } from 'kysely'
import type { Dialect, Tables, Writing } from '../schema.ts'

/** An object is stored as JSON text. */
type Value = string | number | null | object

interface Bulk {
  table: keyof Tables
  columns: readonly string[]
  rows: readonly (readonly Value[])[]
}

interface Insert extends Bulk {
  /** The SQL after `on conflict`. */
  onConflict: string
}

/** 1,000 rows of 9 values stay far below the 65,535 variables of PostgreSQL; their text takes a megabyte. */
const chunkSize = 1000

export const chunked = <Item>(items: readonly Item[], size = chunkSize): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** Replaces half a surrogate pair, which databases refuse. */
const wellFormed = (value: Value): Value => (typeof value === 'string' ? value.toWellFormed() : value)

const asText = (value: Value): Value =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : wellFormed(value)

/** JSON writes half a surrogate pair as `\ud…`; a backslash before `ud` looks the same, which is rare and harmless. */
function toJson(rows: Bulk['rows']): string {
  const text = JSON.stringify(rows)
  return text.includes('\\ud') ? JSON.stringify(rows.map((row) => row.map(wellFormed))) : text
}

/**
 * Rows go to SQLite as one JSON text: binding thousands of values costs more than parsing them there, and a statement that
 * binds nothing can run on libsql's own thread.
 */
async function onSqlite(db: Writing, { rows, columns }: Bulk, write: (values: string) => string): Promise<void> {
  const picked = columns.map((_, index) => `value ->> ${index}`).join(', ')
  const values = `select ${picked} from temp.bulk, json_each(cast(bulk.rows as text)) where true`
  for (const chunk of chunked(rows)) {
    await db.executeQuery(CompiledQuery.raw('insert into temp.bulk values (?)', [Buffer.from(toJson(chunk))]))
    await db.executeQuery(CompiledQuery.raw(`${write(values)}; delete from temp.bulk`))
  }
}

/** Rows go to PostgreSQL as variables, in chunks: `($1,$2),($3,$4)`. */
async function onPostgres(db: Writing, { rows, columns }: Bulk, write: (values: string) => string): Promise<void> {
  const width = columns.length
  const rowAt = (first: number) => `(${columns.map((_, column) => `$${first + column}`).join(',')})`
  for (const chunk of chunked(rows)) {
    const values = `values ${chunk.map((_, index) => rowAt(index * width + 1)).join(',')}`
    await db.executeQuery(CompiledQuery.raw(write(values), chunk.flat().map(asText)))
  }
}

const runners = { sqlite: onSqlite, postgres: onPostgres }

/** Inserts many rows with few statements, without building a query tree of thousands of values. Each key at most once. */
export function insertMany(db: Writing, dialect: Dialect, insert: Insert): Promise<void> {
  const { table, columns, onConflict } = insert
  const head = `insert into ${table} (${columns.join(', ')})`
  return runners[dialect](db, insert, (values) => `${head} ${values} on conflict ${onConflict}`)
}

/** Deletes the rows with these values in the same way. */
export function deleteMany(db: Writing, dialect: Dialect, bulk: Bulk): Promise<void> {
  const { table, columns } = bulk
  return runners[dialect](db, bulk, (values) => `delete from ${table} where (${columns.join(', ')}) in (${values})`)
}

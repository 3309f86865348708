import { CompiledQuery } from 'kysely'
import { createTurns } from '../../concurrency/turns.ts'
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

/** 1,000 rows of 9 values stay far below the 65,535 variables of PostgreSQL; their text usually takes a megabyte. */
const chunkSize = 1000
/** Of rows with long texts a statement takes fewer: their JSON is written while nothing else runs. */
const chunkLength = 1_000_000

export const chunked = <Item>(items: readonly Item[], size = chunkSize): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** Replaces half a surrogate pair, which databases refuse. */
const wellFormed = (value: Value): Value => (typeof value === 'string' ? value.toWellFormed() : value)

/** As it is stored. */
export const asText = (value: Value): Value =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : wellFormed(value)

/** JSON writes half a surrogate pair as `\ud…`; a backslash before `ud` looks the same, which is rare and harmless. */
function toJson(row: readonly Value[]): string {
  const text = JSON.stringify(row)
  return text.includes('\\ud') ? JSON.stringify(row.map(wellFormed)) : text
}

/** The rows as they are sent, as many as go into one statement, and others' turns in between. */
async function* statementsOf<Sent>(
  rows: Bulk['rows'],
  toSent: (row: readonly Value[]) => Sent,
  lengthOf: (sent: Sent) => number,
): AsyncGenerator<Sent[]> {
  const turn = createTurns()
  let [chunk, length]: [Sent[], number] = [[], 0]
  for (const row of rows) {
    const sent = toSent(row)
    length += lengthOf(sent)
    if (chunk.length > 0 && (chunk.length === chunkSize || length > chunkLength)) {
      yield chunk
      ;[chunk, length] = [[], lengthOf(sent)]
      await turn()
    }
    chunk.push(sent)
  }
  if (chunk.length > 0) yield chunk
}

/**
 * Rows go to SQLite as one JSON text: binding thousands of values costs more than parsing them there, and a statement that
 * binds nothing can run on libsql's own thread.
 */
async function onSqlite(db: Writing, { rows, columns }: Bulk, write: (values: string) => string): Promise<void> {
  const picked = columns.map((_, index) => `entry ->> ${index}`).join(', ')
  // Each row is parsed once, not once for each of its columns: the limit keeps SQLite from putting the one into the other.
  const entries = 'select jsonb(value) as entry from temp.bulk, json_each(cast(bulk.rows as text)) limit -1'
  const values = `select ${picked} from (${entries}) where true`
  for await (const chunk of statementsOf(rows, toJson, ({ length }) => length)) {
    const json = Buffer.from(`[${chunk.join()}]`)
    await db.executeQuery(CompiledQuery.raw('insert into temp.bulk values (?)', [json]))
    await db.executeQuery(CompiledQuery.raw(`${write(values)}; delete from temp.bulk`))
  }
}

/** Rows go to PostgreSQL as variables, in chunks: `($1,$2),($3,$4)`. */
async function onPostgres(db: Writing, { rows, columns }: Bulk, write: (values: string) => string): Promise<void> {
  const width = columns.length
  const rowAt = (first: number) => `(${columns.map((_, column) => `$${first + column}`).join(',')})`
  const toSent = (row: readonly Value[]) => row.map(asText)
  const lengthOf = (row: readonly Value[]) =>
    row.reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 0), 0)
  for await (const chunk of statementsOf(rows, toSent, lengthOf)) {
    const values = `values ${chunk.map((_, index) => rowAt(index * width + 1)).join(',')}`
    await db.executeQuery(CompiledQuery.raw(write(values), chunk.flat()))
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

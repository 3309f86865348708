import { setImmediate as turnOver } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Database, Dialect } from '../schema.ts'
import { readJson } from './json.ts'

/** A few milliseconds of work. */
const readAtOnce = 1000

/** Rows of `page` as one text. PostgreSQL knows their names by itself, and is quicker by far than when it is told them. */
const packed = {
  sqlite: (parts: readonly string[]) =>
    sql<string>`json_group_array(json_object(${sql.join(parts.map((part) => sql`${sql.lit(part)}, page.${sql.ref(part)}`))}))`,
  postgres: () => sql<string>`coalesce(json_agg(page), '[]')::text`,
}

type Values = Record<string, string | number | boolean | null>
type Column = string | RawBuilder<unknown>

const toSql = (column: Column): RawBuilder<unknown> => (typeof column === 'string' ? sql.ref(column) : column)

interface Reading<Row extends Values> {
  /** `from …` and `where …`. */
  chosen: RawBuilder<unknown>
  /** Where each part of a row stands. */
  columns: Record<keyof Row & string, Column>
  /** The parts by which rows are told apart: they are read in the order of these. */
  key: readonly (keyof Row & string)[]
  Row: z.ZodType<Row>
}

/**
 * All of many rows, some at a time: others are answered in between. Each time as one text, because passing thousands of small
 * rows to Node costs more than reading them.
 */
export async function readInTurns<Row extends Values>(
  { db, dialect }: { db: Database; dialect: Dialect },
  { chosen, columns, key, Row }: Reading<Row>,
): Promise<Row[]> {
  const parts = Object.entries<Column>(columns)
  const order = sql.join(key.map((part) => toSql(columns[part])))
  const selected = sql.join(parts.map(([part, column]) => sql`${toSql(column)} as ${sql.ref(part)}`))
  const text = packed[dialect](Object.keys(columns))
  const Rows = z.array(Row)
  const found: Row[] = []
  for (;;) {
    const last = found.at(-1)
    const rest = last ? sql`and (${order}) > (${sql.join(key.map((part) => last[part]))})` : sql``
    const page = sql`select ${selected} ${chosen} ${rest} order by ${order} limit ${sql.lit(readAtOnce)}`
    const { rows } = await sql<{ rows: string }>`select ${text} as rows from (${page}) as page`.execute(db)
    const some = Rows.parse(readJson(rows[0]?.rows ?? '[]'))
    for (const row of some) found.push(row)
    if (some.length < readAtOnce) return found
    await turnOver()
  }
}

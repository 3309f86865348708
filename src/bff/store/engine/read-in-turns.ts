import { setImmediate as turnOver } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Database, Dialect } from '../schema.ts'
import { readJson } from './json.ts'

/** A few milliseconds of work. */
const readAtOnce = 1000

const packed = {
  sqlite: (pairs: RawBuilder<unknown>) => sql<string>`json_group_array(json_object(${pairs}))`,
  postgres: (pairs: RawBuilder<unknown>) => sql<string>`coalesce(json_agg(json_build_object(${pairs})), '[]')::text`,
}

type Values = Record<string, string | number | null>

interface Reading<Row extends Values> {
  /** `from …` and `where …`. */
  chosen: RawBuilder<unknown>
  /** Where each part of a row stands. */
  columns: Record<keyof Row & string, string>
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
  const parts = Object.entries<string>(columns)
  const order = sql.join(key.map((part) => sql.ref(columns[part])))
  const selected = sql.join(parts.map(([part, column]) => sql`${sql.ref(column)} as ${sql.ref(part)}`))
  const pairs = sql.join(parts.map(([part]) => sql`${sql.lit(part)}, page.${sql.ref(part)}`))
  const Rows = z.array(Row)
  const found: Row[] = []
  for (;;) {
    const last = found.at(-1)
    const rest = last ? sql`and (${order}) > (${sql.join(key.map((part) => last[part]))})` : sql``
    const page = sql`select ${selected} ${chosen} ${rest} order by ${order} limit ${sql.lit(readAtOnce)}`
    const { rows } = await sql<{
      rows: string
    }>`select ${packed[dialect](pairs)} as rows from (${page}) as page`.execute(db)
    const some = Rows.parse(readJson(rows[0]?.rows ?? '[]'))
    for (const row of some) found.push(row)
    if (some.length < readAtOnce) return found
    await turnOver()
  }
}

import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import type { Databases, Tables } from '../../src/bff/store/schema.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'

/** Every table that a mirror fills, with the columns that depend on when or in which order rows were read. */
const mirrored = {
  field_tasks: [],
  field_task_staff: [],
  field_people: ['name'],
  field_task_types: [],
  field_customers: ['seen_at'],
  field_customer_managers: [],
  field_customer_phones: [],
  sop_groups: ['fetched_at', 'seen_at'],
  moment_tasks: ['seen_at'],
  moment_jobs: ['seen_at'],
  moment_job_staff: [],
} as const satisfies Partial<Record<keyof Tables, readonly string[]>>

export type MirroredTable = keyof typeof mirrored
export const mirroredTables = Object.keys(mirrored) as MirroredTable[]

/** What is sealed is another text each time. */
const withoutSeals = (row: string): string => row.replaceAll(/\\"sealed\\":\\"[^"\\]+/g, String.raw`\"sealed\":\"…`)

/** Reads the BFF's database from outside. */
export function openDatabase(url: string) {
  const path = /^file:(.+)$/.exec(url)?.[1]
  const databases: Databases = path ? openSqlite(path) : openPostgres(url)
  const { db, reads } = databases

  /** As sorted lines, which are equal if the rows of two databases are. */
  async function rowsOf(table: MirroredTable): Promise<string[]> {
    const rows = await reads.selectFrom(table).selectAll().execute()
    const volatile: readonly string[] = mirrored[table]
    const lasting = (row: object) => Object.entries(row).filter(([column]) => !volatile.includes(column))
    return rows.map((row) => withoutSeals(JSON.stringify(lasting(row).sort()))).sort()
  }

  return {
    rowsOf,
    mirrors: () => reads.selectFrom('mirrors').selectAll().execute(),
    leases: () => reads.selectFrom('leases').selectAll().execute(),
    links: () => reads.selectFrom('links').selectAll().where('subject', '=', 'contact').execute(),
    placements: () => reads.selectFrom('placements').selectAll().execute(),
    tasks: () => reads.selectFrom('field_tasks').selectAll().execute(),
    /** Empties the tables of all mirrors. */
    async forgetMirrors(): Promise<void> {
      for (const table of [...mirroredTables, 'mirrors'] as const) await db.deleteFrom(table).execute()
    },
    async close(): Promise<void> {
      await db.destroy()
      if (reads !== db) await reads.destroy()
    },
  }
}

export type Database = ReturnType<typeof openDatabase>

/** All mirrored rows of a database. */
export async function mirroredRows(database: Database): Promise<ReadonlyMap<MirroredTable, readonly string[]>> {
  const rows = new Map<MirroredTable, readonly string[]>()
  for (const table of mirroredTables) rows.set(table, await database.rowsOf(table))
  return rows
}

/** One line for each table whose rows differ from the expected ones. */
export async function differences(
  database: Database,
  expected: ReadonlyMap<MirroredTable, readonly string[]>,
): Promise<string[]> {
  const found: string[] = []
  for (const [table, rows] of expected) {
    const own = await database.rowsOf(table)
    const kept = new Set(own)
    const missing = rows.filter((row) => !kept.has(row))
    if (missing.length > 0 || own.length !== rows.length)
      found.push(`${table}: ${own.length} rows for ${rows.length}, such as ${missing[0] ?? 'one too many'}`)
  }
  return found
}

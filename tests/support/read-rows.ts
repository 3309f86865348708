import { sql } from 'kysely'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'

/** Every row of a store's tables, read beside it. Tables of the migrations themselves are left out. */
export async function readRows(databaseUrl: string): Promise<Record<string, Record<string, unknown>[]>> {
  const { db, reads } = databaseUrl.startsWith('file:') ? openSqlite(databaseUrl.slice(5)) : openPostgres(databaseUrl)
  try {
    const tables = (await db.introspection.getTables()).map(({ name }) => name)
    const entries = tables.map(async (name) => {
      const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)
      return [name, rows] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  } finally {
    await db.destroy()
    if (reads !== db) await reads.destroy()
  }
}

import { sql } from 'kysely'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'

/** The tables of a store, beside it. To empty them takes a fraction of the time of making them anew for each test. */
export async function withTables(databaseUrl: string) {
  const { db, reads } = databaseUrl.startsWith('file:') ? openSqlite(databaseUrl.slice(5)) : openPostgres(databaseUrl)
  const tables = await db.introspection.getTables()
  // Both engines take them as one statement: one way to the server and back.
  const emptying = sql.raw(tables.map(({ name }) => `delete from "${name}"`).join(';'))
  return {
    async empty(): Promise<void> {
      await emptying.execute(db)
    },
    async count(table: string): Promise<number> {
      const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(reads)
      return Number(rows[0]?.count)
    },
    async close(): Promise<void> {
      await db.destroy()
      if (reads !== db) await reads.destroy()
    },
  }
}

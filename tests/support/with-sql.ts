import { sql } from 'kysely'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'

/** Runs statements on a store's database, beside it. */
export async function withSql(databaseUrl: string, statements: readonly string[]): Promise<void> {
  const { db, reads } = databaseUrl.startsWith('file:') ? openSqlite(databaseUrl.slice(5)) : openPostgres(databaseUrl)
  for (const statement of statements) await sql.raw(statement).execute(db)
  await db.destroy()
  if (reads !== db) await reads.destroy()
}

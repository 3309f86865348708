import { sql } from 'kysely'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'
import { migrate } from '../../src/bff/store/migrations/index.ts'

/** Runs statements on a store's database, beside it. `upTo`: in one as the version left it that knew no later migration. */
export async function withSql(databaseUrl: string, statements: readonly string[], upTo?: string): Promise<void> {
  const databases = databaseUrl.startsWith('file:') ? openSqlite(databaseUrl.slice(5)) : openPostgres(databaseUrl)
  const { db, reads, dialect } = databases
  if (upTo !== undefined) await migrate(db, dialect, upTo)
  for (const statement of statements) await sql.raw(statement).execute(db)
  await db.destroy()
  if (reads !== db) await reads.destroy()
}

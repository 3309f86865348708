import { Migrator } from 'kysely'
import type { Database, Dialect } from '../schema.ts'
import { identity } from './001-identity.ts'
import { fieldTasks } from './002-field-tasks.ts'
import { fieldCustomers } from './003-field-customers.ts'
import { groups } from './004-groups.ts'
import { yunzhong } from './005-yunzhong.ts'
import { rates } from './007-rates.ts'
import { changes } from './006-changes.ts'

/** Brings the database up to date. Instances that start together do it one after the other. */
export async function migrate(db: Database, dialect: Dialect): Promise<void> {
  const migrations = {
    '001_identity': identity(dialect),
    '002_field_tasks': fieldTasks(dialect),
    '003_field_customers': fieldCustomers(dialect),
    '004_groups': groups,
    '005_yunzhong': yunzhong(dialect),
    '007_rates': rates,
    '006_changes': changes(dialect),
  }
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

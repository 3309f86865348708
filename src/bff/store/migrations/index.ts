import { Migrator, sql, type Migration } from 'kysely'
import type { Database, Dialect } from '../schema.ts'
import { identity } from './001-identity.ts'
import { fieldTasks } from './002-field-tasks.ts'
import { fieldCustomers } from './003-field-customers.ts'
import { groups } from './004-groups.ts'
import { yunzhong } from './005-yunzhong.ts'
import { changes } from './006-changes.ts'
import { rates } from './007-rates.ts'
import { fieldTaskAge } from './008-field-task-age.ts'
import { departures } from './009-departures.ts'
import { links } from './010-links.ts'
import { fieldTaskWindows } from './011-field-task-windows.ts'
import { clocks } from './012-clocks.ts'
import { leftOut } from './013-left-out.ts'
import { privacy } from './014-privacy.ts'
import { fieldTaskTimes } from './015-field-task-times.ts'
import { signingKeys } from './016-signing-keys.ts'
import { qikeliao } from './017-qikeliao.ts'
import { people } from './018-people.ts'
import { mappings } from './019-mappings.ts'

/** A later version has migrated the database, which this one could misread. */
class NewerSchema extends Error {
  readonly code = 'NEWER_SCHEMA'
}

async function isNewer(db: Database, known: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return rows.some(({ name }) => !known.includes(name))
}

function migrationsOf(dialect: Dialect): Record<string, Migration> {
  return {
    '001_identity': identity(dialect),
    '002_field_tasks': fieldTasks(dialect),
    '003_field_customers': fieldCustomers(dialect),
    '004_groups': groups,
    '005_yunzhong': yunzhong(dialect),
    '006_changes': changes(dialect),
    '007_rates': rates,
    '008_field_task_age': fieldTaskAge(dialect),
    '009_departures': departures(dialect),
    '010_links': links,
    '011_field_task_windows': fieldTaskWindows(dialect),
    '012_clocks': clocks,
    '013_left_out': leftOut,
    '014_privacy': privacy(dialect),
    '015_field_task_times': fieldTaskTimes(dialect),
    '016_signing_keys': signingKeys,
    '017_qikeliao': qikeliao(dialect),
    '018_people': people,
    '019_mappings': mappings,
  }
}

/** Brings the database up to date, or to what an earlier version knew. Instances that start together do it one after the other. */
export async function migrate(db: Database, dialect: Dialect, upTo?: string): Promise<void> {
  const migrations = migrationsOf(dialect)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo))
  if (error) throw (await isNewer(db, Object.keys(migrations)).catch(() => false)) ? new NewerSchema() : error
}

import { sql } from 'kysely'
import { z } from 'zod'
import { readJson } from '../engine/json.ts'
import type { Databases, Database, Tables } from '../schema.ts'
import type { MirrorState, MirrorStore } from '../mirror-stores.ts'
import { requireLease } from './leases.ts'

/** The state of a mirror that has never run. */
export const blank = (name: string): MirrorState => ({
  name,
  checkpoint: null,
  version: 1,
  isRereading: false,
  rows: 0,
  startedAt: null,
  completedAt: null,
  lastError: null,
  lastErrorAt: null,
})

/**
 * What the column `checkpoint` holds: the pass's own checkpoint, wrapped with the version of the mapper. Version 1 is not
 * wrapped, so that rows from before there were versions need no migration.
 */
const Versioned = z.strictObject({ version: z.int(), isRereading: z.boolean(), checkpoint: z.unknown() })

function wrap({ version, isRereading, checkpoint = null }: MirrorState): unknown {
  return version === 1 && !isRereading ? checkpoint : { version, isRereading, checkpoint }
}

const unwrap = (kept: unknown): z.infer<typeof Versioned> =>
  Versioned.safeParse(kept).data ?? { version: 1, isRereading: false, checkpoint: kept }

/** Saves a mirror's state, in the same transaction as its rows, for whoever holds its lease. @throws LeaseLost */
export async function saveMirror(db: Database, state: MirrorState): Promise<void> {
  const row = {
    name: state.name,
    checkpoint: JSON.stringify(wrap(state)),
    row_count: state.rows,
    started_at: state.startedAt,
    completed_at: state.completedAt,
    last_error: state.lastError,
    last_error_at: state.lastErrorAt,
  }
  await db
    .insertInto('mirrors')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
  await requireLease(db, state)
}

/** The rows of each mirror. */
const tablesOf: Readonly<Record<string, readonly (keyof Tables)[]>> = {
  'waiqin-tasks': ['field_tasks', 'field_task_staff', 'field_people', 'field_task_windows', 'field_task_sightings'],
  'waiqin-types': ['field_task_types'],
  'waiqin-customers': ['field_customers', 'field_customer_managers', 'field_customer_phones'],
  'tanma-groups': ['sop_groups'],
  'people-wecom': ['wecom_people'],
  'yunzhong-moments': ['moment_tasks', 'moment_jobs', 'moment_job_staff'],
}

export const toMirrorState = (row: Tables['mirrors']): MirrorState => ({
  name: row.name,
  ...unwrap(readJson(row.checkpoint)),
  rows: row.row_count,
  startedAt: row.started_at,
  completedAt: row.completed_at,
  lastError: row.last_error,
  lastErrorAt: row.last_error_at,
})

/** How far each mirror is. */
export function createMirrorStore({ db, reads }: Databases): MirrorStore {
  return {
    async get(name) {
      const row = await reads.selectFrom('mirrors').selectAll().where('name', '=', name).executeTakeFirst()
      return row ? toMirrorState(row) : blank(name)
    },

    save: (state) => db.transaction().execute((trx) => saveMirror(trx, state)),

    async idleSince(before) {
      const idle = await reads.selectFrom('mirrors').select('name').where('started_at', '<', before).execute()
      return idle.map(({ name }) => name)
    },

    forget: (name, before) =>
      db.transaction().execute(async (trx) => {
        const idle = trx.deleteFrom('mirrors').where('name', '=', name).where('started_at', '<', before)
        if ((await idle.executeTakeFirst()).numDeletedRows === 0n) return
        for (const table of tablesOf[name] ?? []) await sql`delete from ${sql.table(table)}`.execute(trx)
        const source = /^people-(.+)$/.exec(name)?.[1]
        if (source) await trx.deleteFrom('vendor_people').where('source', '=', source).execute()
      }),
  }
}

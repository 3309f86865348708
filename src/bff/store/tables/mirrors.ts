import { z } from 'zod'
import { readJson } from '../engine/json.ts'
import type { Databases, Database } from '../schema.ts'
import type { MirrorState, MirrorStore } from '../mirror-stores.ts'

/** Of a mirror that has not begun. */
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
 * The checkpoint with the version of the mapper around it. A whole mirror of the first version is kept without, as it was
 * before there were versions.
 */
const Versioned = z.strictObject({ version: z.int(), isRereading: z.boolean(), checkpoint: z.unknown() })

function wrap({ version, isRereading, checkpoint = null }: MirrorState): unknown {
  return version === 1 && !isRereading ? checkpoint : { version, isRereading, checkpoint }
}

const unwrap = (kept: unknown): z.infer<typeof Versioned> =>
  Versioned.safeParse(kept).data ?? { version: 1, isRereading: false, checkpoint: kept }

/** Saves a mirror's state; within the transaction that writes its rows, where there are any. */
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
}

/** What each mirror has reached. */
export function createMirrorStore({ db, reads }: Databases): MirrorStore {
  return {
    async get(name) {
      const row = await reads.selectFrom('mirrors').selectAll().where('name', '=', name).executeTakeFirst()
      if (!row) return blank(name)
      return {
        name,
        ...unwrap(readJson(row.checkpoint)),
        rows: row.row_count,
        startedAt: row.started_at,
        completedAt: row.completed_at,
        lastError: row.last_error,
        lastErrorAt: row.last_error_at,
      }
    },

    save: (state) => saveMirror(db, state),
  }
}

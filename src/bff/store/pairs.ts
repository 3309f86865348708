import { insertMany } from './insert-many.ts'
import type { Dialect, Writing } from './schema.ts'

/** Tables that say by whom or what a row is found: key first, then the id of the row. */
const columns = {
  field_task_staff: ['staff_id', 'task_id'],
  field_customer_managers: ['staff_id', 'customer_id'],
  field_customer_phones: ['phone', 'customer_id'],
} as const

interface Change {
  table: keyof typeof columns
  /** The keys of each row as they were, for the rows that were there. */
  before: ReadonlyMap<string, readonly string[]>
  /** As they are now. */
  after: ReadonlyMap<string, readonly string[]>
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** Follows the rows' keys; rows whose keys stay the same cost nothing. */
export async function changePairs(db: Writing, dialect: Dialect, { table, before, after }: Change): Promise<void> {
  const [key, id] = columns[table]
  const added: [string, string][] = []
  for (const [rowId, keys] of after) {
    const now = new Set(keys)
    const old = new Set(before.get(rowId))
    for (const value of now) if (!old.has(value)) added.push([value, rowId])
    const gone = [...old].filter((value) => !now.has(value))
    if (gone.length === 0) continue
    const { ref } = db.dynamic
    await db.deleteFrom(table).where(ref(key), 'in', gone).where(ref(id), '=', rowId).execute()
  }
  // In the order of the index: neighbours share pages, and two writers lock rows in one order.
  const rows = added.sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
  await insertMany(db, dialect, { table, columns: [key, id], rows, onConflict: 'do nothing' })
}

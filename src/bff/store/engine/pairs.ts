import { createTurns } from '../../concurrency/turns.ts'
import { deleteMany, insertMany } from './bulk.ts'
import type { Dialect, Writing } from '../schema.ts'

/** Tables by which rows are found: the parts of a key, then the id of the row. */
const columns = {
  field_task_staff: ['staff_id', 'status', 'task_id'],
  field_customer_managers: ['staff_id', 'customer_id'],
  field_customer_phones: ['phone', 'customer_id'],
  moment_job_staff: ['userid', 'status', 'job_id'],
} as const

type Keys = ReadonlyMap<string, readonly (readonly string[])[]>

/** Further columns of a new key. */
interface More {
  columns: readonly string[]
  /** The key with their values. */
  of(rowId: string, key: readonly string[]): readonly (string | number)[]
}

interface Change {
  table: keyof typeof columns
  /** The keys of each row before, for rows that existed. */
  before: Keys
  /** The keys of each row now. */
  after: Keys
  more?: More
}

// Sorts before every character of an id, so that keys sort as their parts do.
const separator = '\u0001'

/** The pairs of one row. */
const pairsOf = (keys: Keys, rowId: string): Set<string> =>
  new Set(keys.get(rowId)?.map((key) => [...key, rowId].join(separator)))

/** In the order of the index: neighbours share pages, and two writers lock rows in the same order. */
const toRows = (pairs: string[]): string[][] => pairs.sort().map((pair) => pair.split(separator))

/** Writes the difference of keys only: rows whose keys stay the same cost nothing. */
export async function changePairs(db: Writing, dialect: Dialect, change: Change): Promise<void> {
  const { table, before, after, more } = change
  const added: string[] = []
  const gone: string[] = []
  const turn = createTurns()
  for (const rowId of after.keys()) {
    const [old, now] = [pairsOf(before, rowId), pairsOf(after, rowId)]
    for (const pair of now) if (!old.has(pair)) added.push(pair)
    for (const pair of old) if (!now.has(pair)) gone.push(pair)
    const others = turn()
    if (others) await others
  }
  await deleteMany(db, dialect, { table, columns: columns[table], rows: toRows(gone) })
  await insertMany(db, dialect, {
    table,
    columns: [...columns[table], ...(more?.columns ?? [])],
    rows: more ? toRows(added).map((row) => more.of(row.at(-1) ?? '', row)) : toRows(added),
    onConflict: 'do nothing',
  })
}

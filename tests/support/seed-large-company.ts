import { insertMany } from '../../src/bff/store/engine/bulk.ts'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'
import type { Databases, Tables } from '../../src/bff/store/schema.ts'

type Value = string | number | null

interface Rows {
  table: keyof Tables
  columns: readonly string[]
  rows: readonly (readonly Value[])[]
}

const staffSources = ['youmi', 'waiqin', 'tanma'] as const
const linkColumns = ['subject', 'wecom_id', 'source', 'source_id', 'name', 'linked_by', 'linked_at']
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** Half of these people have an id in each source. */
const staffLinks = (people: number, at: number): Rows => ({
  table: 'links',
  columns: linkColumns,
  rows: staffSources.flatMap((source) =>
    many(people / 2, (half) => ['staff', `person${half * 2}`, source, `${half * 2}0`, null, 'import', at]),
  ),
})

/**
 * Links of customers, a quarter of them imported, the others made by these people. Of every ten contacts one is followed by
 * nobody any more; of 勤策's customers the maker manages a third, and has a task with another.
 */
function contactLinks({ links, contacts, makers }: Sizes, at: number): Rows[] {
  const sources = ['youmi', 'waiqin'] as const
  const made = many(links, (index) => {
    const maker = (index * 7) % makers
    const source = sources[index % 2] ?? 'youmi'
    return { contact: index % contacts, source, sourceId: `k${index}`, maker, index }
  })
  const inWaiqin = made.filter(({ source }) => source === 'waiqin')
  const managed = inWaiqin.filter(({ index }) => index % 3 === 0)
  const worked = inWaiqin.filter(({ index }) => index % 3 === 1)
  return [
    {
      table: 'links',
      columns: linkColumns,
      rows: made.map(({ contact, source, sourceId, maker, index }) => {
        const by = index % 4 === 0 ? 'import' : `person${maker}`
        return ['contact', `wm${contact}`, source, sourceId, `客户${index}`, by, at - index]
      }),
    },
    {
      table: 'contacts',
      columns: ['external_user_id', 'followed_at', 'asked_at'],
      rows: many(contacts, (index) => [`wm${index}`, index % 10 === 0 ? at - 2 : at, at]),
    },
    {
      table: 'field_customer_managers',
      columns: ['staff_id', 'customer_id'],
      rows: managed.map(({ maker, sourceId }) => [`${maker}0`, sourceId]),
    },
    {
      table: 'field_tasks',
      columns: [
        'task_id',
        'customer_id',
        'modified_at',
        'is_deleted',
        'status',
        'due_at',
        'staff_ids',
        'body',
        'created_at',
      ],
      rows: worked.map(({ maker, sourceId, index }) => [
        `t${index}`,
        sourceId,
        at,
        0,
        'done',
        null,
        JSON.stringify([`${maker}0`]),
        '{}',
        at,
      ]),
    },
    {
      table: 'field_task_staff',
      columns: ['staff_id', 'status', 'task_id'],
      rows: worked.map(({ maker, index }) => [`${maker}0`, 'done', `t${index}`]),
    },
  ]
}

/** Batches that gave ids to people, of whom half have them. */
function batches({ batches: count, batchRows, largestBatch }: Sizes, at: number): Rows[] {
  const rowsIn = (batch: number) => (batch === count - 1 ? largestBatch : batchRows)
  return [
    {
      table: 'mapping_batches',
      columns: ['id', 'made_by', 'made_at', 'kind', 'title', 'counts', 'typed', 'expires_at', 'undone_at'],
      rows: many(count, (batch) => [
        `b${batch}`,
        'person1',
        at - count + batch,
        'import',
        `名单${batch}.csv`,
        JSON.stringify({ added: rowsIn(batch), changed: 0, unchanged: 0, removed: 0 }),
        null,
        null,
        null,
      ]),
    },
    {
      table: 'mapping_rows',
      columns: [
        'batch_id',
        'position',
        'userid',
        'source',
        'from_id',
        'to_id',
        'was_shared',
        'is_shared',
        'before',
        'after',
      ],
      rows: many(count, (batch) =>
        many(rowsIn(batch), (position): Value[] => {
          const index = (batch * batchRows + position) % 10_000
          const [userid, sourceId, source] = [`person${index}`, `${index}0`, 'youmi']
          const after = [{ userid, source, sourceId, linkedBy: 'import', linkedAt: at }]
          return [`b${batch}`, position, userid, source, null, sourceId, 0, 0, '[]', JSON.stringify(after)]
        }),
      ).flat(),
    },
  ]
}

export interface Sizes {
  people: number
  links: number
  contacts: number
  makers: number
  batches: number
  batchRows: number
  largestBatch: number
}

/** Fills the database beside its store: as rows, since a store writes links one at a time. */
export async function seedLargeCompany(databaseUrl: string, sizes: Sizes, at: number): Promise<void> {
  const { db, reads, dialect }: Databases = databaseUrl.startsWith('file:')
    ? openSqlite(databaseUrl.slice(5))
    : openPostgres(databaseUrl)
  await db.transaction().execute(async (trx) => {
    for (const rows of [staffLinks(sizes.people, at), ...contactLinks(sizes, at), ...batches(sizes, at)])
      await insertMany(trx, dialect, { ...rows, onConflict: 'do nothing' })
  })
  await db.destroy()
  if (reads !== db) await reads.destroy()
}

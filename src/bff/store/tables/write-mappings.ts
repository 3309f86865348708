import { sql } from 'kysely'
import { inTurns } from '../../concurrency/in-turns.ts'
import { createTurns } from '../../concurrency/turns.ts'
import { useridKey } from '../../userid.ts'
import { chunked, deleteMany, insertMany } from '../engine/bulk.ts'
import type { Database, Dialect, Writing } from '../schema.ts'
import type { RuledId, StaffLink } from '../mapping-store.ts'
import { cellOf } from '../mapping-store.ts'
import { isSame, type MappingRow } from './mapping-rows.ts'
import { staffLinks, staffLinksOf } from './staff-links.ts'

/** Nobody else writes links until this transaction ends; reading goes on. SQLite has one writer at a time anyway. */
export async function lockLinks(trx: Writing, dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await sql`lock table links in share row exclusive mode`.execute(trx)
}

/** The links of these people and systems now. */
async function linksOf(db: Database, rows: readonly MappingRow[]) {
  const known = await staffLinksOf(
    db,
    rows.map(({ userid }) => userid),
  )
  return ({ userid, source }: MappingRow): readonly StaffLink[] =>
    (known.get(useridKey(userid)) ?? []).filter((link) => link.source === source)
}

/** Those whose links are what this side of the row says. */
export async function unchangedSince(
  db: Database,
  rows: readonly MappingRow[],
  side: 'before' | 'after',
): Promise<MappingRow[]> {
  const linksNow = await linksOf(db, rows)
  const turn = createTurns()
  const same: MappingRow[] = []
  for (const row of rows) {
    if (isSame(row[side], linksNow(row))) same.push(row)
    await turn()
  }
  return same
}

/** Keys of those who are away, or whose userid was given away since then. */
export async function leftSince(trx: Writing, rows: readonly MappingRow[], since: number): Promise<Set<string>> {
  const left = new Set<string>()
  for (const some of chunked([...new Set(rows.map(({ userid }) => useridKey(userid)))])) {
    const gone = await trx
      .selectFrom('departures')
      .select('userid')
      .where('userid', 'in', some)
      .where((row) =>
        row.or([row('returned_at', 'is', null), row('returned_at', '>=', since), row('left_at', '>=', since)]),
      )
      .execute()
    for (const { userid } of gone) left.add(userid)
  }
  return left
}

/** Ids are found whatever their case. */
const idOf = ({ source, sourceId }: Omit<RuledId, 'userid'>): string => `${source} ${sourceId.toLowerCase()}`

/** By system and id, in which cells it stands: by a link, or by a rule where nothing is linked. */
async function holdersOf(
  databases: { db: Writing; dialect: Dialect },
  rows: readonly MappingRow[],
  ruled: readonly RuledId[],
): Promise<Map<string, Set<string>>> {
  const linked = await staffLinks(databases, [...new Set(rows.map(({ source }) => source))])
  const turn = createTurns()
  const holders = new Map<string, Set<string>>()
  const kept = new Set<string>()
  async function hold(each: RuledId): Promise<void> {
    const cell = cellOf(each)
    kept.add(cell)
    holders.set(idOf(each), (holders.get(idOf(each)) ?? new Set()).add(cell))
    await turn()
  }
  for (const link of linked) await hold(link)
  for (const each of ruled) if (!kept.has(cellOf(each))) await hold(each)
  return holders
}

/** Rows that would give somebody an id that another person keeps, who is in none of the rows, or is in one that does so as well. */
export async function clashing(
  databases: { db: Writing; dialect: Dialect },
  rows: readonly MappingRow[],
  ruled: readonly RuledId[],
): Promise<Set<MappingRow>> {
  const holders = await holdersOf(databases, rows, ruled)
  const turn = createTurns()
  const clashes = new Set<MappingRow>()
  for (let isDone = false; !isDone;) {
    isDone = true
    const written = rows.filter((row) => !clashes.has(row))
    const freed = new Set(await inTurns(written, (some) => some.map(cellOf)))
    for (const row of written) {
      await turn()
      const { source, to } = row
      if (to === null || row.isShared) continue
      const others = [...(holders.get(idOf({ source, sourceId: to })) ?? [])].filter(
        (cell) => cell !== cellOf(row) && !freed.has(cell),
      )
      if (others.length === 0) continue
      clashes.add(row)
      isDone = false
    }
  }
  return clashes
}

const key = ['subject', 'wecom_id', 'source', 'source_id']

/** Puts the links after in place of those before. */
export async function writeLinks(trx: Writing, dialect: Dialect, rows: readonly MappingRow[]): Promise<void> {
  const keyOf = ({ userid, source, sourceId }: StaffLink) => ['staff', userid, source, sourceId]
  await deleteMany(trx, dialect, {
    table: 'links',
    columns: key,
    rows: rows.flatMap(({ before }) => before.map(keyOf)),
  })
  await insertMany(trx, dialect, {
    table: 'links',
    columns: [...key, 'linked_by', 'linked_at'],
    rows: rows.flatMap(({ after }) => after.map((link) => [...keyOf(link), link.linkedBy, link.linkedAt])),
    onConflict: '(subject, wecom_id, source, source_id) do nothing',
  })
}

import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { inTurns } from '../../concurrency/in-turns.ts'
import { createTurns } from '../../concurrency/turns.ts'
import { useridKey } from '../../userid.ts'
import { chunked, deleteMany, insertMany } from '../engine/bulk.ts'
import type { Database, Dialect, Writing } from '../schema.ts'
import type { StaffLink } from '../mapping-store.ts'
import { cellOf, isSame, type MappingRow } from './mapping-rows.ts'
import { staffLinksOf } from './staff-links.ts'

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

const idOf = ({ source, sourceId }: Pick<StaffLink, 'source' | 'sourceId'>): string => `${source} ${sourceId}`

/** By system and id, in which cells it stands. */
async function holdersOf(trx: Writing, rows: readonly MappingRow[]): Promise<Map<string, Set<string>>> {
  const holders = new Map<string, Set<string>>()
  const ids = [...new Set(rows.flatMap(({ after }) => after.map(({ sourceId }) => sourceId)))]
  const sources = [...new Set(rows.map(({ source }) => source))]
  for (const some of chunked(ids)) {
    const held = await trx
      .selectFrom('links')
      .select(['wecom_id as userid', 'source', 'source_id as sourceId'])
      .where('source', 'in', sources)
      .where('source_id', 'in', some)
      .where('subject', '=', 'staff')
      .where(sql<boolean>`wecom_id not like '% %'`)
      .execute()
    await turnOver()
    for (const link of held as Pick<StaffLink, 'userid' | 'source' | 'sourceId'>[])
      holders.set(idOf(link), (holders.get(idOf(link)) ?? new Set()).add(cellOf(link)))
  }
  return holders
}

/** Rows that would give somebody an id that another person keeps, who is in none of the rows, or is in one that does so as well. */
export async function clashing(trx: Writing, rows: readonly MappingRow[]): Promise<Set<MappingRow>> {
  const holders = await holdersOf(trx, rows)
  const turn = createTurns()
  const clashes = new Set<MappingRow>()
  for (let isDone = false; !isDone;) {
    isDone = true
    const written = rows.filter((row) => !clashes.has(row))
    const freed = new Set(await inTurns(written, (some) => some.map(cellOf)))
    for (const row of written) {
      await turn()
      const [link] = row.after
      if (!link || row.isShared) continue
      const others = [...(holders.get(idOf(link)) ?? [])].filter((cell) => cell !== cellOf(row) && !freed.has(cell))
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

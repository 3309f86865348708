import { sql, type RawBuilder } from 'kysely'
import type { Database, Writing } from '../schema.ts'

interface Kept {
  table: 'connections' | 'placements' | 'links'
  /** Says whose the row is. */
  column: 'userid' | 'wecom_id'
  /** The rest of the key. */
  rest: readonly string[]
  /** Which rows of the table are meant. */
  which: RawBuilder<unknown>
}

const connections: Kept = { table: 'connections', column: 'userid', rest: ['source'], which: sql`1 = 1` }
const placements: Kept = { table: 'placements', column: 'userid', rest: ['push_id', 'piece_key'], which: sql`1 = 1` }
const staffLinks: Kept = { table: 'links', column: 'wecom_id', rest: ['source'], which: sql`subject = 'staff'` }

/** What was kept of whoever left then. A staff id that was imported later is meant for the next one. */
const keptUntil = (leftAt: number): Kept[] => [
  connections,
  placements,
  { ...staffLinks, which: sql`subject = 'staff' and linked_at <= ${leftAt}` },
]

/** A row that is set aside belongs to a userid that nobody can have: it holds spaces, and the time of the departure. */
const suffixOf = (leftAt: number): string => ` left ${leftAt}`

/** Lists of groups are read again, and failed sign-ins are nobody's to inherit. */
async function removeRest(trx: Writing, userid: string): Promise<void> {
  await sql`delete from chat_owners where lower(owner) = ${userid}`.execute(trx)
  await sql`delete from login_tries where lower(subject) = ${`person:${userid}`}`.execute(trx)
}

/** Links to customers and staff ids, links that may be brought back, and batches: where each names its maker. */
const made = [
  { table: sql.table('links'), maker: sql.ref('linked_by') },
  { table: sql.table('removed_links'), maker: sql.ref('linked_by') },
  { table: sql.table('mapping_batches'), maker: sql.ref('made_by') },
]

/** They stay, but whoever has the userid next is not their maker. */
async function disown(trx: Writing, userid: string, leftAt: number): Promise<void> {
  for (const { table, maker } of made)
    await sql`update ${table} set ${maker} = ${maker} || ${suffixOf(leftAt)}
      where lower(${maker}) = ${userid}`.execute(trx)
}

/** In place of the userid of whoever made a link and is forgotten. No userid holds a space. */
export const formerColleague = 'former colleague'

/** Who once had the userid is not the maker of any link or batch any more, by no name. */
export async function forgetMaker(trx: Writing, userid: string): Promise<void> {
  const aside = `${userid} left `
  for (const { table, maker } of made)
    await sql`update ${table} set ${maker} = ${formerColleague}
      where substr(lower(${maker}), 1, ${sql.lit(aside.length)}) = ${aside}`.execute(trx)
}

/** Whether anything is kept under it. */
export async function isKnown(reads: Database, userid: string): Promise<boolean> {
  const { rows } = await sql`select 1 from departures where userid = ${userid}
    union all select 1 from links where subject = 'staff' and lower(wecom_id) = ${userid}
    union all select 1 from links where lower(linked_by) = ${userid}
    union all select 1 from connections where lower(userid) = ${userid}
    union all select 1 from placements where lower(userid) = ${userid}
    union all select 1 from chat_owners where lower(owner) = ${userid}
    limit 1`.execute(reads)
  return rows.length > 0
}

/** Nothing of it is found under the userid any more. `userid` is in small letters, here and below. */
export async function putAside(trx: Writing, userid: string, leftAt: number): Promise<void> {
  for (const { table, column, which } of keptUntil(leftAt)) {
    const owner = sql.ref(column)
    await sql`update ${sql.table(table)} set ${owner} = ${owner} || ${suffixOf(leftAt)}
      where lower(${owner}) = ${userid} and ${which}`.execute(trx)
  }
  await disown(trx, userid, leftAt)
  await removeRest(trx, userid)
}

/** Where there is one under the userid by now, the newer one is kept. */
async function bringBackRows(trx: Writing, { table, column, rest, which }: Kept, aside: string, length: number) {
  const [rows, owner] = [sql.table(table), sql.ref(column)]
  const own = sql`substr(${rows}.${owner}, 1, ${sql.lit(length)})`
  const same = sql.join(
    rest.map((name) => sql`newer.${sql.ref(name)} = ${rows}.${sql.ref(name)}`),
    sql` and `,
  )
  await sql`update ${rows} set ${owner} = ${own} where lower(${owner}) = ${aside} and ${which}
    and not exists (select 1 from ${rows} as newer where newer.${owner} = ${own} and ${same})`.execute(trx)
  await sql`delete from ${rows} where lower(${owner}) = ${aside} and ${which}`.execute(trx)
}

export async function bringBack(trx: Writing, userid: string, leftAt: number): Promise<void> {
  const aside = userid + suffixOf(leftAt)
  for (const kept of [connections, placements, staffLinks]) await bringBackRows(trx, kept, aside, userid.length)
  for (const { table, maker } of made)
    await sql`update ${table} set ${maker} = substr(${maker}, 1, ${sql.lit(userid.length)})
      where lower(${maker}) = ${aside}`.execute(trx)
}

/** Where the userid has been given to somebody else, only what was set aside goes. */
export async function removeKept(
  trx: Writing,
  userid: string,
  { leftAt, isInUse }: { leftAt: number; isInUse: boolean },
): Promise<void> {
  const aside = `${userid} left `
  for (const { table, column, which } of keptUntil(leftAt)) {
    const owner = sql`lower(${sql.ref(column)})`
    const isHis = isInUse ? sql`1 = 0` : sql`${owner} = ${userid}`
    await sql`delete from ${sql.table(table)}
      where (${isHis} or substr(${owner}, 1, ${sql.lit(aside.length)}) = ${aside}) and ${which}`.execute(trx)
  }
  if (isInUse) return
  await disown(trx, userid, leftAt)
  await removeRest(trx, userid)
  // Whether they have published is of no use to anybody; the mirror reads it again where it matters.
  await sql`delete from moment_job_staff where lower(userid) = ${userid}`.execute(trx)
  await sql`delete from wecom_people where key = ${userid}`.execute(trx)
}

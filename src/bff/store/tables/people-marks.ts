import { sql } from 'kysely'
import type { PeopleMarks } from '../people-stores.ts'
import type { Database } from '../schema.ts'

/** A word of the statement itself, not a variable: only then is the index of staff links used. */
const staff = sql.lit('staff')

/** Sums, since rows change in place as well; as text, since they are larger than a number may be. */
const summed = (table: string, ...columns: string[]) => {
  const sums = columns.map((column) => sql`coalesce(sum(${sql.ref(column)}), 0)`)
  const parts = [sql`count(*)`, ...sums].map((part) => sql`cast(${part} as text)`)
  return sql`(select ${sql.join(parts, sql` || ' ' || `)} from ${sql.table(table)}`
}

/** What changes with any row of who is who. */
export async function readMarks(reads: Database): Promise<PeopleMarks> {
  const { rows } = await sql<PeopleMarks>`select
    ${summed('wecom_people', 'seen_at', 'left_at')}) as members,
    ${summed('vendor_people', 'seen_at')}) as vendor,
    ${summed('departures', 'left_at', 'returned_at')}) || ';' ||
    ${summed('links', 'linked_at')} where subject = ${staff}) as links`.execute(reads)
  return rows[0] ?? { members: '', vendor: '', links: '' }
}

export async function readLinkedContacts(reads: Database): Promise<{ linked: number; imported: number }> {
  const { rows } = await sql<{ linked: number; imported: number }>`select count(distinct wecom_id) as linked,
    count(distinct case when linked_by = 'import' then wecom_id end) as imported
    from links where subject = 'contact'`.execute(reads)
  return { linked: Number(rows[0]?.linked ?? 0), imported: Number(rows[0]?.imported ?? 0) }
}

import { sql } from 'kysely'
import { useridKey } from '../../userid.ts'
import { chunked } from '../engine/bulk.ts'
import type { Database, Writing } from '../schema.ts'
import type { LinkStore, StaffLinkRow } from '../store.ts'

/** A word of the statement itself, not a variable: only then is the index of staff links used. */
const staff = sql.lit('staff')

/** Not set aside since its person left: those hold spaces. */
const isInUse = sql<boolean>`wecom_id not like '% %'`

/** By `links_staff_any_case`. */
export const staffIdQuery = (reads: Database, userid: string, source: string) =>
  reads
    .selectFrom('links')
    .select('source_id')
    .where('subject', '=', staff)
    .where(sql`lower(wecom_id)`, '=', useridKey(userid))
    .where('source', '=', source)
    // Before userids were compared without case, one person could be imported in two spellings.
    .orderBy((row) => row.case().when('wecom_id', '=', userid).then(0).else(1).end())
    .orderBy('linked_at', 'desc')
    .limit(1)

/** An import says what the staff id of a person is: whatever else was said of them goes, in any spelling. */
export async function forgetOthers(trx: Writing, { wecomId, source, sourceId }: StaffLinkRow): Promise<void> {
  await trx
    .deleteFrom('links')
    .where('subject', '=', staff)
    .where(sql`lower(wecom_id)`, '=', useridKey(wecomId))
    .where('source', '=', source)
    .where((row) => row.or([row('wecom_id', '<>', wecomId), row('source_id', '<>', sourceId)]))
    .execute()
}

/** An import says again what is known already. */
export async function confirmStaff(trx: Writing, { wecomId, source }: StaffLinkRow, at: number): Promise<void> {
  await trx
    .updateTable('links')
    .set({ linked_at: at })
    .where('subject', '=', staff)
    .where('wecom_id', '=', wecomId)
    .where('source', '=', source)
    .execute()
}

/** The links of salespeople with their own ids in the sources. */
export function createStaffLinks(reads: Database): Pick<LinkStore, 'staffId' | 'staffOf' | 'staffCount'> {
  return {
    async staffId(userid, source) {
      const row = await staffIdQuery(reads, userid, source).executeTakeFirst()
      return row?.source_id ?? null
    },

    async staffOf(source, sourceIds) {
      const found: { userid: string; sourceId: string }[] = []
      for (const some of chunked(sourceIds)) {
        const rows = await reads
          .selectFrom('links')
          .select(['wecom_id as userid', 'source_id as sourceId'])
          .where('source', '=', source)
          .where('source_id', 'in', some)
          .where('subject', '=', 'staff')
          .where(isInUse)
          .execute()
        found.push(...rows)
      }
      return found
    },

    async staffCount(source) {
      const row = await reads
        .selectFrom('links')
        .select(sql<number>`count(distinct lower(wecom_id))`.as('people'))
        .where('subject', '=', staff)
        .where('source', '=', source)
        .where(isInUse)
        .executeTakeFirstOrThrow()
      return Number(row.people)
    },
  }
}

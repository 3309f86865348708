import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { StaffSourceId } from '#contract/admin-id'
import { createSharedReading } from '../../concurrency/shared-reading.ts'
import { useridKey } from '../../userid.ts'
import { chunked } from '../engine/bulk.ts'
import { readInTurns } from '../engine/read-in-turns.ts'
import type { Databases, Database, Dialect, Tables, Writing } from '../schema.ts'
import type { StaffLink } from '../mapping-store.ts'
import type { LinkStore, StaffIdRow } from '../store.ts'

/** A word of the statement itself, not a variable: only then is the index of staff links used. */
const staff = sql.lit('staff')

const lowered = sql<string>`lower(wecom_id)`

/** Not set aside since its person left: those hold spaces. */
const isInUse = sql<boolean>`wecom_id not like '% %'`

/** By `links_staff_any_case`; the latest comes first. */
export const staffIdsQuery = (reads: Database, userids: readonly string[]) =>
  reads
    .selectFrom('links')
    .select([lowered.as('key'), 'wecom_id as userid', 'source', 'source_id as sourceId'])
    .where('subject', '=', staff)
    .where(lowered, 'in', userids.map(useridKey))
    .orderBy('linked_at', 'desc')

type StaffId = { userid: string; source: string; sourceId: string }

const columns = ['wecom_id', 'source', 'source_id', 'linked_by', 'linked_at'] as const
const toStaffLink = (row: Pick<Tables['links'], (typeof columns)[number]>): StaffLink => ({
  userid: row.wecom_id,
  source: StaffSourceId.parse(row.source),
  sourceId: row.source_id,
  linkedBy: row.linked_by,
  linkedAt: row.linked_at,
})

const Link = z.object({
  userid: z.string(),
  source: StaffSourceId,
  sourceId: z.string(),
  linkedBy: z.string(),
  linkedAt: z.number(),
})

/** All that are in use. */
export async function staffLinks(
  databases: { db: Database; dialect: Dialect },
  sources: readonly StaffSourceId[],
): Promise<StaffLink[]> {
  if (sources.length === 0) return []
  return readInTurns(databases, {
    chosen: sql`from links where subject = ${staff} and source in (${sql.join(sources)}) and ${isInUse}`,
    columns: {
      userid: 'wecom_id',
      source: 'source',
      sourceId: 'source_id',
      linkedBy: 'linked_by',
      linkedAt: 'linked_at',
    },
    key: ['userid', 'source'],
    Row: Link,
  })
}

/** Those of these people, by the keys of their userids. */
export async function staffLinksOf(db: Database, userids: readonly string[]): Promise<Map<string, StaffLink[]>> {
  const found = new Map<string, StaffLink[]>()
  for (const some of chunked([...new Set(userids.map(useridKey))])) {
    const rows = await db
      .selectFrom('links')
      .select(columns)
      .where('subject', '=', staff)
      .where(lowered, 'in', some)
      .where('source', 'in', StaffSourceId.options)
      .orderBy('wecom_id')
      .execute()
    for (const row of rows) {
      const key = useridKey(row.wecom_id)
      found.set(key, [...(found.get(key) ?? []), toStaffLink(row)])
    }
    await turnOver()
  }
  return found
}

/** By the keys of their userids. */
async function staffIdsOf(reads: Database, keys: readonly string[]): Promise<Map<string, StaffId[]>> {
  const found = new Map<string, StaffId[]>(keys.map((key) => [key, []]))
  for (const some of chunked(keys))
    for (const row of await staffIdsQuery(reads, some).execute()) found.get(row.key)?.push(row)
  return found
}

/** An import says what the staff id of a person is: whatever else was said of them goes, in any spelling. How many links. */
export async function forgetOthers(trx: Writing, { wecomId, source, sourceId }: StaffIdRow): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('links')
    .where('subject', '=', staff)
    .where(sql`lower(wecom_id)`, '=', useridKey(wecomId))
    .where('source', '=', source)
    .where((row) =>
      sourceId === null ? row.and([]) : row.or([row('wecom_id', '<>', wecomId), row('source_id', '<>', sourceId)]),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** An import says again what is known already. */
export async function confirmStaff(trx: Writing, { wecomId, source }: StaffIdRow, at: number): Promise<void> {
  await trx
    .updateTable('links')
    .set({ linked_at: at })
    .where('subject', '=', staff)
    .where('wecom_id', '=', wecomId)
    .where('source', '=', source)
    .execute()
}

/** The links of salespeople with their own ids in the sources. */
export function createStaffLinks({
  reads,
  dialect,
}: Pick<Databases, 'reads' | 'dialect'>): Pick<LinkStore, 'staffId' | 'staffOf' | 'staffCount' | 'staffLinks'> {
  /** The parts of a board ask for the same person's ids in several sources at the same time. */
  const idsOf = createSharedReading((keys) => staffIdsOf(reads, keys))

  return {
    async staffId(userid, source) {
      const key = useridKey(userid)
      const ids = (await idsOf([key])).get(key)?.filter((each) => each.source === source) ?? []
      // Before userids were compared without case, one person could be imported in two spellings.
      return (ids.find((each) => each.userid === userid) ?? ids[0])?.sourceId ?? null
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

    staffLinks: (sources) => staffLinks({ db: reads, dialect }, sources),

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

import { sql, type RawBuilder } from 'kysely'
import { useridKey } from '../../userid.ts'
import type { Databases, Tables, Writing } from '../schema.ts'
import { sessionsOf, type Erased, type ErasureStore } from '../store.ts'
import { formerColleague } from './kept-of-people.ts'
import { putEnd } from './session-ends.ts'

/** Rows to be deleted, or changed so that they no longer name anybody. */
interface Step {
  table: keyof Tables
  where: RawBuilder<unknown>
  set?: RawBuilder<unknown>
}

/** Whether a column of JSON names an id. Ids hold `_`, which is any character to `like`. */
function names(column: string, id: string): RawBuilder<boolean> {
  const text = JSON.stringify(id.toLowerCase()).replaceAll(/[\\%_]/g, String.raw`\$&`)
  return sql<boolean>`lower(${sql.ref(column)}) like ${`%${text}%`} escape '\\'`
}

async function take(trx: Writing, steps: readonly Step[]): Promise<Erased['removed']> {
  const removed = new Map<string, number>()
  for (const { table, where, set } of steps) {
    const statement = set ? sql`update ${sql.table(table)} set ${set}` : sql`delete from ${sql.table(table)}`
    const { numAffectedRows = 0n } = await sql`${statement} where ${where}`.execute(trx)
    if (numAffectedRows > 0n) removed.set(table, (removed.get(table) ?? 0) + Number(numAffectedRows))
  }
  return [...removed].map(([table, rows]) => ({ table, rows }))
}

const stepsOfContact = (id: string): Step[] => [
  { table: 'links', where: sql`subject = 'contact' and wecom_id = ${id}` },
  { table: 'removed_links', where: sql`wecom_id = ${id}` },
  { table: 'contacts', where: sql`external_user_id = ${id}` },
  { table: 'chats', where: names('member_ids', id) },
  { table: 'changes', where: sql`subject = ${id}` },
]

/** Under the userid, or set aside under it when somebody else got it. `key`: in small letters. */
function isOf(column: string, key: string): RawBuilder<boolean> {
  const [value, aside] = [sql`lower(${sql.ref(column)})`, `${key} left `]
  return sql<boolean>`(${value} = ${key} or substr(${value}, 1, ${sql.lit(aside.length)}) = ${aside})`
}

/** `staffIds`: the person's ids in the sources. */
function stepsOfStaff(key: string, staffIds: readonly string[]): Step[] {
  const place = `yunzhong:place:${key}:`
  const byIds = staffIds.length > 0 ? sql`id in (${sql.join(staffIds)}) or` : sql``
  return [
    { table: 'connections', where: isOf('userid', key) },
    { table: 'placements', where: isOf('userid', key) },
    { table: 'field_people', where: sql`${byIds} lower(source_code) = ${key}` },
    { table: 'vendor_people', where: sql`${byIds} ${key} in (lower(id), lower(code), lower(other_code))` },
    { table: 'wecom_people', where: sql`key = ${key}` },
    ...staffIds.map((id): Step => ({ table: 'left_out', where: names('rows', id) })),
    { table: 'left_out', where: names('rows', key) },
    { table: 'links', where: sql`subject = 'staff' and ${isOf('wecom_id', key)}` },
    {
      table: 'links',
      where: isOf('linked_by', key),
      set: sql`linked_by = ${formerColleague}`,
    },
    { table: 'removed_links', where: isOf('linked_by', key), set: sql`linked_by = ${formerColleague}` },
    { table: 'removed_links', where: isOf('removed_by', key), set: sql`removed_by = ${formerColleague}` },
    { table: 'mapping_rows', where: isOf('userid', key) },
    { table: 'mapping_batches', where: isOf('made_by', key), set: sql`made_by = ${formerColleague}` },
    { table: 'chat_owners', where: sql`lower(owner) = ${key}` },
    { table: 'chats', where: sql`lower(owner) = ${key} or ${names('member_ids', key)}` },
    { table: 'changes', where: sql`subject = ${`groups of ${key}`}` },
    { table: 'departures', where: sql`userid = ${key}` },
    { table: 'login_tries', where: sql`lower(subject) = ${`person:${key}`}` },
    { table: 'leases', where: sql`substr(lower(name), 1, ${sql.lit(place.length)}) = ${place}` },
    { table: 'moment_job_staff', where: sql`lower(userid) = ${key}` },
  ]
}

const makers = /"linkedBy":\s*"([^"]*)"/g

/** Batches hold links as JSON, with their makers in whatever spelling. */
async function forgetInBatches(trx: Writing, key: string): Promise<void> {
  const texts = await trx
    .selectFrom('mapping_rows')
    .select(['before', 'after'])
    .where((row) => row.or([names('before', key), names('after', key)]))
    .execute()
  const found = texts.flatMap(({ before, after }) => Array.from(`${before} ${after}`.matchAll(makers)))
  const own = new Set(found.filter(([, maker = '']) => useridKey(maker) === key).map(([text]) => text))
  const former = `"linkedBy":${JSON.stringify(formerColleague)}`
  for (const text of own)
    await sql`update mapping_rows set before = replace(before, ${text}, ${former}),
      after = replace(after, ${text}, ${former})`.execute(trx)
}

async function linksOf(trx: Writing, where: RawBuilder<boolean>): Promise<Erased['links']> {
  const links = trx.selectFrom('links').select(['source', 'source_id as sourceId']).where(where)
  return links.orderBy('source').orderBy('source_id').execute()
}

/** Removes what is kept of one person at once. */
export function createErasureStore({ db }: Databases): ErasureStore {
  return {
    contact: (externalUserId) =>
      db.transaction().execute(async (trx) => {
        const links = await linksOf(trx, sql`subject = 'contact' and wecom_id = ${externalUserId}`)
        return { removed: await take(trx, stepsOfContact(externalUserId)), links }
      }),

    staff: (userid, at) =>
      db.transaction().execute(async (trx) => {
        const key = useridKey(userid)
        const links = await linksOf(trx, sql`subject = 'staff' and ${isOf('wecom_id', key)}`)
        const staffIds = [...new Set(links.map(({ sourceId }) => sourceId))]
        const removed = await take(trx, stepsOfStaff(key, staffIds))
        await forgetInBatches(trx, key)
        await putEnd(trx, sessionsOf(userid), at)
        return { removed, links }
      }),
  }
}

import { LinkedSourceId } from '#contract/source'
import type { Databases, Database, Tables, Writing } from '../schema.ts'
import type { ContactLinkRow, LinkRecord, LinkStore, StaffLinkRow } from '../store.ts'

const contactLink = (externalUserId: string, link: LinkRecord): Tables['links'] => ({
  subject: 'contact',
  wecom_id: externalUserId,
  source: link.source,
  source_id: link.sourceId,
  name: link.name,
  linked_by: link.linkedBy,
  linked_at: link.linkedAt,
})

/** True if it was new. */
async function insertLink(db: Database, row: Tables['links']): Promise<boolean> {
  const result = await db
    .insertInto('links')
    .values(row)
    .onConflict((conflict) => conflict.columns(['subject', 'wecom_id', 'source', 'source_id']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

async function importRow(trx: Writing, row: StaffLinkRow | ContactLinkRow, by: string, at: number): Promise<boolean> {
  const { subject, wecomId: wecom_id, source, sourceId: source_id } = row
  if (subject === 'staff') {
    await trx
      .deleteFrom('links')
      .where('subject', '=', subject)
      .where('wecom_id', '=', wecom_id)
      .where('source', '=', source)
      .where('source_id', '<>', source_id)
      .execute()
  }
  const isNew = await insertLink(trx, {
    subject,
    wecom_id,
    source,
    source_id,
    name: null,
    linked_by: by,
    linked_at: at,
  })
  // Said again of somebody who left meanwhile, it is said of whoever has the userid next.
  if (subject === 'staff' && !isNew)
    await trx
      .updateTable('links')
      .set({ linked_at: at })
      .where('subject', '=', subject)
      .where('wecom_id', '=', wecom_id)
      .where('source', '=', source)
      .execute()
  return isNew
}

/** Both use the index of source ids: there are as many links as customers. */
export const contactsQuery = (reads: Database, source: LinkedSourceId, sourceIds: readonly string[]) =>
  reads
    .selectFrom('links')
    .select(['source_id as sourceId', 'wecom_id as externalUserId'])
    .where('source', '=', source)
    .where('source_id', 'in', sourceIds)
    .where('subject', '=', 'contact')
    .orderBy('linked_at')

export const elsewhereQuery = (
  reads: Database,
  externalUserId: string,
  source: LinkedSourceId,
  sourceIds: readonly string[],
) =>
  reads
    .selectFrom('links')
    .select('source_id')
    .where('source', '=', source)
    .where('source_id', 'in', sourceIds)
    .where('subject', '=', 'contact')
    .where('wecom_id', '<>', externalUserId)

/** Staff ids and customers of the sources, by their ids in WeCom. */
export function createLinkStore({ db, reads }: Databases): LinkStore {
  return {
    async staffId(userid, source) {
      const row = await reads
        .selectFrom('links')
        .select('source_id')
        .where('subject', '=', 'staff')
        .where('wecom_id', '=', userid)
        .where('source', '=', source)
        .executeTakeFirst()
      return row?.source_id ?? null
    },

    async ofContact(externalUserId) {
      const rows = await reads
        .selectFrom('links')
        .selectAll()
        .where('subject', '=', 'contact')
        .where('wecom_id', '=', externalUserId)
        .orderBy('linked_at')
        .orderBy('source_id')
        .execute()
      return rows.map((row) => ({
        source: LinkedSourceId.parse(row.source),
        sourceId: row.source_id,
        name: row.name,
        linkedBy: row.linked_by,
        linkedAt: row.linked_at,
      }))
    },

    async contactsOf(source, sourceIds) {
      if (sourceIds.length === 0) return []
      return contactsQuery(reads, source, sourceIds).execute()
    },

    async linkedElsewhere(externalUserId, source, sourceIds) {
      if (sourceIds.length === 0) return new Set()
      const rows = await elsewhereQuery(reads, externalUserId, source, sourceIds).execute()
      return new Set(rows.map(({ source_id }) => source_id))
    },

    async add(externalUserId, link) {
      await insertLink(db, contactLink(externalUserId, link))
    },

    async remove(externalUserId, source, sourceId) {
      const result = await db
        .deleteFrom('links')
        .where('subject', '=', 'contact')
        .where('wecom_id', '=', externalUserId)
        .where('source', '=', source)
        .where('source_id', '=', sourceId)
        .executeTakeFirst()
      return result.numDeletedRows > 0n
    },

    importRows: (rows, by, at) =>
      db.transaction().execute(async (trx) => {
        let changed = 0
        for (const row of rows) if (await importRow(trx, row, by, at)) changed += 1
        return { changed }
      }),
  }
}

import { sql } from 'kysely'
import { z } from 'zod'
import { LinkedSourceId } from '#contract/source'
import { createSharedReading } from '../../concurrency/shared-reading.ts'
import { chunked } from '../engine/bulk.ts'
import { readInTurns } from '../engine/read-in-turns.ts'
import type { Databases, Database, Tables, Writing } from '../schema.ts'
import type { ContactLinkRecord, ContactLinkRow, LinkRecord, LinkStore, StaffIdRow } from '../store.ts'
import { removeLink, restoreLink, sweepRemoved } from './removed-links.ts'
import { confirmStaff, createStaffLinks, forgetOthers } from './staff-links.ts'

const contactLink = (externalUserId: string, link: LinkRecord): Tables['links'] => ({
  subject: 'contact',
  wecom_id: externalUserId,
  source: link.source,
  source_id: link.sourceId,
  name: link.name,
  linked_by: link.linkedBy,
  linked_at: link.linkedAt,
})

const toRecord = (row: Tables['links']): LinkRecord => ({
  source: LinkedSourceId.parse(row.source),
  sourceId: row.source_id,
  name: row.name,
  linkedBy: row.linked_by,
  linkedAt: row.linked_at,
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

/** True if it was new, or another's. Its name stays. */
async function confirmLink(db: Database, row: Tables['links']): Promise<boolean> {
  const { linked_by, linked_at } = row
  const result = await db
    .insertInto('links')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'wecom_id', 'source', 'source_id'])
        .doUpdateSet({ linked_by, linked_at })
        .where('links.linked_by', '<>', linked_by),
    )
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

async function importStaff(trx: Writing, row: StaffIdRow, by: string, at: number): Promise<boolean> {
  const { subject, wecomId: wecom_id, source, sourceId: source_id } = row
  const gone = await forgetOthers(trx, row)
  if (source_id === null) return gone > 0
  const link = { subject, wecom_id, source, source_id, name: null, linked_by: by, linked_at: at }
  const isNew = await insertLink(trx, link)
  // Said again of somebody who left meanwhile, it is said of whoever has the userid next.
  if (!isNew) await confirmStaff(trx, row, at)
  return isNew
}

async function importRow(trx: Writing, row: StaffIdRow | ContactLinkRow, by: string, at: number): Promise<boolean> {
  if (row.subject === 'staff') return importStaff(trx, row, by, at)
  const { subject, wecomId: wecom_id, source, sourceId: source_id } = row
  return confirmLink(trx, { subject, wecom_id, source, source_id, name: null, linked_by: by, linked_at: at })
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

async function linksOf(reads: Database, contacts: readonly string[]): Promise<Map<string, LinkRecord[]>> {
  const found = new Map<string, LinkRecord[]>(contacts.map((contact) => [contact, []]))
  for (const some of chunked(contacts)) {
    const rows = await reads
      .selectFrom('links')
      .selectAll()
      .where('subject', '=', 'contact')
      .where('wecom_id', 'in', some)
      .orderBy('linked_at')
      .orderBy('source_id')
      .execute()
    for (const row of rows) found.get(row.wecom_id)?.push(toRecord(row))
  }
  return found
}

const ContactLink = z.object({
  externalUserId: z.string(),
  source: LinkedSourceId,
  sourceId: z.string(),
  name: z.string().nullable(),
  linkedBy: z.string(),
  linkedAt: z.number(),
  isUnfollowed: z.coerce.boolean(),
})

/** Row by row: a join reads all contacts for each part of the links. */
const isUnfollowed = sql`(select contacts.followed_at < contacts.asked_at from contacts
  where contacts.external_user_id = links.wecom_id)`

const contactLinks = ({ reads: db, dialect }: Pick<Databases, 'reads' | 'dialect'>): Promise<ContactLinkRecord[]> =>
  readInTurns(
    { db, dialect },
    {
      chosen: sql`from links where subject = 'contact'`,
      columns: {
        externalUserId: 'wecom_id',
        source: 'source',
        sourceId: 'source_id',
        name: 'name',
        linkedBy: 'linked_by',
        linkedAt: 'linked_at',
        isUnfollowed,
      },
      key: ['externalUserId', 'source', 'sourceId'],
      Row: ContactLink,
    },
  )

/** Staff ids and customers of the sources, by their ids in WeCom. */
export function createLinkStore({ db, reads, dialect }: Databases): LinkStore {
  /** The parts of a board ask for the same contact at the same time. */
  const ofContacts = createSharedReading((contacts) => linksOf(reads, contacts))

  return {
    ...createStaffLinks({ reads, dialect }),

    ofContact: async (externalUserId) => (await ofContacts([externalUserId])).get(externalUserId) ?? [],

    contactLinks: () => contactLinks({ reads, dialect }),

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

    async confirm(externalUserId, link) {
      await confirmLink(db, contactLink(externalUserId, link))
    },

    remove: (externalUserId, link, removal) =>
      db.transaction().execute((trx) => removeLink(trx, externalUserId, link, removal)),

    restore: (externalUserId, link, at) =>
      db.transaction().execute((trx) => restoreLink(trx, externalUserId, link, at)),

    sweepRemoved: (now) => db.transaction().execute((trx) => sweepRemoved(trx, now)),

    importRows: (rows, by, at) =>
      db.transaction().execute(async (trx) => {
        await sweepRemoved(trx, at)
        let changed = 0
        for (const row of rows) if (await importRow(trx, row, by, at)) changed += 1
        return { changed }
      }),
  }
}

import { sql } from 'kysely'
import type { Databases } from '../schema.ts'
import type { ContactStore } from '../store.ts'

/** Who made a link followed the contact then. */
const linkedAt = sql<number>`max(link.linked_at)`

/** When WeCom last said that somebody follows a linked contact. */
export function createContactStore({ db, reads }: Databases): ContactStore {
  return {
    async due({ before, after, limit }) {
      const askedAt = sql<number>`coalesce(max(contact.asked_at), ${linkedAt})`
      const rows = await reads
        .selectFrom('links as link')
        .leftJoin('contacts as contact', 'contact.external_user_id', 'link.wecom_id')
        .select(['link.wecom_id', sql<number>`coalesce(max(contact.followed_at), ${linkedAt})`.as('followed_at')])
        .where('link.subject', '=', 'contact')
        .groupBy('link.wecom_id')
        .having(sql<boolean>`(${askedAt} < ${before} or ${askedAt} > ${after})`)
        .orderBy(askedAt)
        .limit(limit)
        .execute()
      return rows.map(({ wecom_id: externalUserId, followed_at: followedAt }) => ({
        externalUserId,
        followedAt: Number(followedAt),
      }))
    },

    async note({ externalUserId, followedAt }, askedAt) {
      const row = { followed_at: followedAt, asked_at: askedAt }
      await db
        .insertInto('contacts')
        .values({ external_user_id: externalUserId, ...row })
        .onConflict((conflict) => conflict.column('external_user_id').doUpdateSet(row))
        .execute()
    },

    async sweep() {
      const linked = reads.selectFrom('links').select('wecom_id').where('subject', '=', 'contact')
      await db.deleteFrom('contacts').where('external_user_id', 'not in', linked).execute()
    },
  }
}

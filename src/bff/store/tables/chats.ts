import { skewMs } from '../../age.ts'
import { chunked } from '../engine/bulk.ts'
import { readIds } from '../engine/json.ts'
import type { Databases } from '../schema.ts'
import type { ChatRow, ChatStore } from '../store.ts'

type Known = Pick<ChatRow, 'fetchedAt' | 'changedAt'>

const timesOf = ({ fetchedAt, changedAt }: Known) => ({ fetched_at: fetchedAt, changed_at: changedAt })

const knownOf = (row: { fetched_at: number; changed_at: number | null }): Known => ({
  fetchedAt: row.fetched_at,
  changedAt: row.changed_at,
})

/** WeCom's groups as last seen. Members are read with their group, so they are kept in its row. */
export function createChatStore({ db, reads }: Databases): ChatStore {
  return {
    async put({ chatId, owner, name, memberIds, ...known }) {
      const chat = { owner, name, member_ids: JSON.stringify(memberIds), ...timesOf(known) }
      await db
        .insertInto('chats')
        .values({ chat_id: chatId, ...chat })
        .onConflict((conflict) =>
          conflict
            .column('chat_id')
            .doUpdateSet(chat)
            // A row that is much newer than what has just come was written by a clock that was ahead.
            .where((row) =>
              row.or([
                row('chats.fetched_at', '<=', known.fetchedAt),
                row('chats.fetched_at', '>', known.fetchedAt + skewMs),
              ]),
            ),
        )
        .execute()
    },

    async remove(chatId) {
      await db.deleteFrom('chats').where('chat_id', '=', chatId).execute()
    },

    async byIds(chatIds) {
      const found: ChatRow[] = []
      for (const some of chunked(chatIds)) {
        const rows = await reads.selectFrom('chats').selectAll().where('chat_id', 'in', some).execute()
        for (const { chat_id: chatId, owner, name, member_ids: members, ...row } of rows)
          found.push({ chatId, owner, name, memberIds: readIds(members), ...knownOf(row) })
      }
      return found
    },

    async ownedBy(owner) {
      const row = await reads.selectFrom('chat_owners').selectAll().where('owner', '=', owner).executeTakeFirst()
      return row ? { chatIds: readIds(row.chat_ids), ...knownOf(row) } : null
    },

    async putOwned(owner, { chatIds, ...known }) {
      const owned = { chat_ids: JSON.stringify(chatIds), ...timesOf(known) }
      await db
        .insertInto('chat_owners')
        .values({ owner, ...owned })
        .onConflict((conflict) => conflict.column('owner').doUpdateSet(owned))
        .execute()
    },

    async sweep(before) {
      await db.deleteFrom('chats').where('fetched_at', '<', before).execute()
      await db.deleteFrom('chat_owners').where('fetched_at', '<', before).execute()
    },
  }
}

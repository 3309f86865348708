import { chunked } from './bulk.ts'
import { readIds } from './json.ts'
import type { Connections } from './schema.ts'
import type { ChatRow, ChatStore } from './store.ts'

/** WeCom's groups as last seen. Members are read with their group, so they are kept in its row. */
export function createChatStore({ db, reads }: Connections): ChatStore {
  return {
    async put({ chatId, owner, name, memberIds, fetchedAt }) {
      const chat = { owner, name, member_ids: JSON.stringify(memberIds), fetched_at: fetchedAt }
      await db
        .insertInto('chats')
        .values({ chat_id: chatId, ...chat })
        .onConflict((conflict) =>
          conflict.column('chat_id').doUpdateSet(chat).where('chats.fetched_at', '<=', fetchedAt),
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
        for (const { chat_id: chatId, owner, name, member_ids: members, fetched_at: fetchedAt } of rows)
          found.push({ chatId, owner, name, memberIds: readIds(members), fetchedAt })
      }
      return found
    },

    async ownedBy(owner) {
      const row = await reads.selectFrom('chat_owners').selectAll().where('owner', '=', owner).executeTakeFirst()
      return row ? { chatIds: readIds(row.chat_ids), fetchedAt: row.fetched_at } : null
    },

    async putOwned(owner, chatIds, fetchedAt) {
      const owned = { chat_ids: JSON.stringify(chatIds), fetched_at: fetchedAt }
      await db
        .insertInto('chat_owners')
        .values({ owner, ...owned })
        .onConflict((conflict) => conflict.column('owner').doUpdateSet(owned))
        .execute()
    },
  }
}

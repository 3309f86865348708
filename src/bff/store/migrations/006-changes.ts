import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** The changes that WeCom reported, and for each stored group the last change known when it was read. */
export const changes = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('changes')
      .addColumn('subject', 'text', (column) => column.primaryKey())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
    for (const table of ['chats', 'chat_owners'])
      await db.schema.alterTable(table).addColumn('changed_at', 'bigint').execute()
  },
})

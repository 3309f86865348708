import type { Kysely, Migration } from 'kysely'

/** Groups as 探马 and as WeCom describe them. */
export const groups: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('sop_groups')
      .addColumn('chat_id', 'text', (column) => column.primaryKey())
      .addColumn('sales_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('fetched_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('chats')
      .addColumn('chat_id', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('name', 'text')
      .addColumn('member_ids', 'text', (column) => column.notNull())
      .addColumn('fetched_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('chat_owners')
      .addColumn('owner', 'text', (column) => column.primaryKey())
      .addColumn('chat_ids', 'text', (column) => column.notNull())
      .addColumn('fetched_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

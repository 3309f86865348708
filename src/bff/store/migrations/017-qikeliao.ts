import type { Kysely, Migration } from 'kysely'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** Addresses that 企客聊 has opened, as keyed hashes, so that none is opened twice. */
export const qikeliao = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('qikeliao_openings')
      .addColumn('hash', 'text', (column) => column.primaryKey())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
    await db.schema.createIndex('qikeliao_openings_expires_at').on('qikeliao_openings').column('expires_at').execute()
  },
})

import { sql, type Kysely, type Migration } from 'kysely'
import { databaseNow } from '../engine/now.ts'
import type { Dialect } from '../schema.ts'
import { keyOnly } from './key-only.ts'

/** The version before reads these two fields of a customer, so they are emptied and not left out. */
const noDetails = '{"linkman":null,"address":null}'

/**
 * When WeCom last said that somebody follows a linked contact; and an end to what was kept in plain: phones, linkmen and
 * addresses of customers, the content of deleted tasks, hashes of mobiles that anybody could find by trying. What is needed of
 * it the mirrors read again.
 */
export const privacy = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('contacts')
      .addColumn('external_user_id', 'text', (column) => column.primaryKey())
      .addColumn('followed_at', 'bigint', (column) => column.notNull())
      .addColumn('asked_at', 'bigint', (column) => column.notNull())
      .modifyEnd(keyOnly(dialect))
      .execute()
    // Nobody knows when the links of before were last followed: their time begins now.
    const now = databaseNow(dialect)
    await sql`insert into contacts (external_user_id, followed_at, asked_at)
      select wecom_id, ${now}, ${now} from links where subject = 'contact' group by wecom_id`.execute(db)
    await sql`delete from field_customer_phones`.execute(db)
    await sql`update field_customers set phones = '[]', body = ${noDetails}`.execute(db)
    await sql`update field_tasks set customer_id = '', due_at = null, staff_ids = '[]', body = '{}'
      where is_deleted = 1`.execute(db)
    await sql`delete from login_tries where subject like 'mobile:%' or subject like 'service:%'`.execute(db)
    await sql`delete from connections where source like 'yunzhong:service:%'`.execute(db)
    await sql`delete from rates`.execute(db)
  },
})

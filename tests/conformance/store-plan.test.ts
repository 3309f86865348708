import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Compilable, type CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shownQuery, unseenQuery } from '../../src/bff/store/tables/field-task-windows.ts'
import {
  bodiesQuery,
  countQuery,
  listQuery,
  overdueQuery,
  timedOverdueQuery,
} from '../../src/bff/store/tables/field-task-queries.ts'
import { pageQueries } from '../../src/bff/store/tables/field-task-pages.ts'
import { untimedQuery } from '../../src/bff/store/tables/field-task-times.ts'
import { pairsQuery, reasonsQuery, rightsQuery } from '../../src/bff/store/tables/field-task-rights.ts'
import { managedQuery } from '../../src/bff/store/tables/field-customers.ts'
import { staffIdsQuery } from '../../src/bff/store/tables/staff-links.ts'
import { contactsQuery, elsewhereQuery } from '../../src/bff/store/tables/links.ts'
import { openStore } from '../../src/bff/store/index.ts'
import type { Database } from '../../src/bff/store/schema.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'

let folder = ''
let db: Database
let close = async () => {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-plan-'))
  const path = join(folder, 'store.db')
  const store = await openStore(`file:${path}`)
  await store.close()
  const connections = openSqlite(path)
  db = connections.db
  close = async () => {
    await connections.db.destroy()
    await connections.reads.destroy()
  }
})
afterAll(async () => {
  await close()
  await rm(folder, { recursive: true, force: true })
})

async function planOf(query: Compilable | CompiledQuery): Promise<string> {
  const { sql: text, parameters } = 'compile' in query ? query.compile() : query
  const parts = text.split('?')
  const filled = parts.flatMap((part, index) =>
    index < parts.length - 1 ? [sql.raw(part), sql.val(parameters[index])] : [sql.raw(part)],
  )
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.join(filled, sql.raw(''))}`.execute(db)
  return rows.map(({ detail }) => detail).join('\n')
}

const ofCustomers = { customerIds: ['c1', 'c2'], staffId: null }
const ofBoth = { ...ofCustomers, staffId: 's1' }
const ofStaff = { customerIds: null, staffId: 's1' }

describe('the plan of a read', () => {
  it('finds the tasks of customers by index', async () => {
    const plan = await planOf(
      listQuery({ reads: db, dialect: 'sqlite' }, { ...ofCustomers, statuses: ['open', 'unknown'] }),
    )
    expect(plan).toBe('SEARCH task USING INDEX field_tasks_customer (customer_id=? AND is_deleted=? AND status=?)')
  })

  it('finds the page of a person in its order, reading an index alone', async () => {
    const page = {
      at: 1,
      isNewestFirst: false,
      after: { group: 1, dueAt: 1, createdAt: 1, taskId: '1' },
      limit: 50,
    } as const
    const question = { ...ofStaff, statuses: ['open'] } as const
    const [query] = pageQueries(question, page, { dialect: 'sqlite', isTimed: true })
    const plan = await planOf({ compile: () => (query ?? sql``).compile(db) })
    const searches = plan.split('\n').filter((line) => line.startsWith('SEARCH'))
    expect(searches).toHaveLength(2)
    for (const search of searches) expect(search).toContain('USING COVERING INDEX field_task_staff_order')
    expect(plan).not.toContain('TEMP B-TREE')
    expect(await planOf(timedOverdueQuery(db, ofStaff.staffId, 1))).toContain('COVERING INDEX field_task_staff_order')
  })

  it('finds the page of a customer in the order of its due times', async () => {
    const page = { at: 1, isNewestFirst: false, after: null, limit: 50 }
    const question = { customerIds: ['c1'], staffId: null, statuses: ['open'] } as const
    const [query] = pageQueries(question, page, { dialect: 'sqlite', isTimed: true })
    const plan = await planOf({ compile: () => (query ?? sql``).compile(db) })
    expect(plan).toContain(
      'field_tasks_customer (customer_id=? AND is_deleted=? AND status=? AND due_at>? AND due_at<?)',
    )
    expect(plan).toContain('TEMP B-TREE FOR RIGHT PART OF ORDER BY')
  })

  it('counts the tasks of customers without reading a row', async () => {
    expect(await planOf(countQuery(db, ofCustomers, 1))).toContain(
      'SEARCH task USING COVERING INDEX field_tasks_customer (customer_id=? AND is_deleted=?)',
    )
  })

  it('finds the open tasks of a person without looking at those done', async () => {
    const open = 'SEARCH staff USING PRIMARY KEY (staff_id=? AND status=?)'
    const one = 'SEARCH task USING INDEX sqlite_autoindex_field_tasks_1 (task_id=?)'
    expect(
      await planOf(listQuery({ reads: db, dialect: 'sqlite' }, { ...ofStaff, statuses: ['open', 'unknown'] })),
    ).toBe(`${open}\n${one}`)
    expect(await planOf(overdueQuery(db, ofStaff.staffId, 1))).toBe(`${open}\n${one}`)
  })

  it('finds what tasks say by their ids, or among those of their customers', async () => {
    for (const scope of [ofCustomers, ofStaff, ofBoth])
      expect(await planOf(bodiesQuery(db, scope, ['1', '2']))).not.toContain('SCAN')
  })

  it('finds the tasks of customers that are a person’s, too', async () => {
    expect(
      await planOf(listQuery({ reads: db, dialect: 'sqlite' }, { ...ofBoth, statuses: ['open', 'unknown'] })),
    ).not.toContain('SCAN')
  })

  it('finds the tasks that a reading did not tell among those of its days alone', async () => {
    const search = { from: 1, to: 2, since: 3, until: 3 }
    const days = 'USING COVERING INDEX field_tasks_created (created_at>? AND created_at<?)'
    expect(await planOf(shownQuery(db, search))).toBe(`SEARCH field_tasks ${days}`)
    expect(await planOf(unseenQuery(db, search))).toBe(
      `SEARCH task ${days}\nSEARCH sighting USING PRIMARY KEY (task_id=?) LEFT-JOIN`,
    )
  })

  it('finds a right to a customer’s tasks from that customer’s tasks', async () => {
    expect(await planOf(rightsQuery(db, { staffId: 's1', now: 1, among: ['c1', 'c2'] }))).not.toContain('SCAN')
    expect(await planOf(reasonsQuery(db, { staffId: 's1', now: 1 }))).not.toContain('SCAN')
  })

  it('finds the rights of many people by index, one pair after the other', async () => {
    const pairs = [{ staffId: 's1', customerId: 'c1' }]
    for (const query of [managedQuery(db, 'sqlite', pairs), pairsQuery(db, { dialect: 'sqlite', pairs, now: 1 })]) {
      const scans = (await planOf(query)).split('\n').filter((line) => line.includes('SCAN'))
      expect(scans).toEqual([expect.stringContaining('SCAN json_each')])
    }
  })

  it('finds a staff id by userid in any case by index', async () => {
    expect(await planOf(staffIdsQuery(db, ['ZhangSan']))).toContain('SEARCH links USING INDEX links_staff_any_case')
  })

  it('finds the other contacts of an id by index', async () => {
    expect(await planOf(elsewhereQuery(db, 'wm1', 'youmi', ['w1', 'w2']))).toBe(
      'SEARCH links USING COVERING INDEX links_source_id (source=? AND source_id=? AND subject=?)',
    )
  })

  it('finds tasks without their times among these alone: once there are none, nothing is read', async () => {
    expect(await planOf(untimedQuery('sqlite', 250).compile(db))).toContain('USING INDEX field_task_staff_untimed')
  })

  it('finds the contacts of an id by index', async () => {
    expect(await planOf(contactsQuery(db, 'youmi', ['w1', 'w2']))).toContain(
      'SEARCH links USING INDEX links_source_id (source=? AND source_id=? AND subject=?)',
    )
  })

  it('counts the tasks of a person without reading a row', async () => {
    expect(await planOf(countQuery(db, ofStaff, 1))).toBe('SEARCH staff USING PRIMARY KEY (staff_id=?)')
  })
})

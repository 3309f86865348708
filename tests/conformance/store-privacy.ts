import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import { readRows } from '../support/read-rows.ts'
import { member, seedMembers, seedVendor, vendorPerson } from '../support/seed-people.ts'
import { withSql } from '../support/with-sql.ts'
import { fieldCustomer, fieldTask, mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const at = 1_700_000_000_000
const gone = 'wmAb_C-1'
const stays = 'wmAbxC-1'

/** What is kept of a contact, and of another whose id `like` could take for the same. */
async function fillContacts({ store }: StoreUnderTest): Promise<void> {
  for (const id of [gone, stays]) {
    const link = { source: 'waiqin', sourceId: 'c1', name: '华联', linkedBy: 'lisi', linkedAt: at } as const
    await store.links.add(id, link)
    await store.links.add(id, { ...link, source: 'youmi', sourceId: '5' })
    await store.links.remove(id, { source: 'youmi', sourceId: '5' }, { by: 'lisi', at })
    await store.contacts.note({ externalUserId: id, followedAt: at }, at)
    await store.changes.mark(id, at)
    const chat = {
      chatId: `wr-${id}`,
      owner: 'lisi',
      name: '群',
      memberIds: ['lisi', id],
      fetchedAt: at,
      changedAt: null,
    }
    await store.chats.put(chat)
  }
}

/** What is kept of a colleague. */
async function fillColleague({ store }: StoreUnderTest, userid: string, staffId: string): Promise<void> {
  const row = { subject: 'staff', wecomId: userid, source: 'waiqin', sourceId: staffId } as const
  await store.links.importRows([row], 'import', at)
  await store.links.add(`wm-${staffId}`, {
    source: 'waiqin',
    sourceId: 'c1',
    name: null,
    linkedBy: userid,
    linkedAt: at,
  })
  await store.links.add(`wm-${staffId}`, { source: 'youmi', sourceId: '5', name: null, linkedBy: userid, linkedAt: at })
  await store.links.remove(`wm-${staffId}`, { source: 'youmi', sourceId: '5' }, { by: userid, at })
  await store.connections.put({ userid, source: 'yunzhong', sealed: 's', createdAt: at })
  await store.placements.put(userid, '7', '0', at)
  await store.chats.putOwned(userid, { chatIds: ['wr1'], fetchedAt: at, changedAt: null })
  await store.chats.put({
    chatId: `wr-${staffId}`,
    owner: 'x',
    name: null,
    memberIds: [userid],
    fetchedAt: at,
    changedAt: null,
  })
  await store.changes.mark(`groups of ${userid.toLowerCase()}`, at)
  await store.loginTries.take(`person:${userid}`, { slots: 1, now: at, expiresAt: at * 2 })
  await store.leases.acquire(`yunzhong:place:${userid}:7`, 'me', 1000)
  await store.departures.leave(userid, at, false)
  const unread = { id: 't1', field: 'x', subject: null, staffIds: [staffId] }
  await store.leftOut.put({ source: 'waiqin', operation: 'queryTask', part: staffId }, [unread], at)
}

export function testPrivacy(subject: () => StoreUnderTest, makeDatabase: () => Promise<string>): void {
  /** Everything in the database, as text. */
  const textOf = async () => JSON.stringify(await readRows(subject().databaseUrl))

  describe('an erasure', () => {
    it('of a contact takes every row of theirs at once, and says of what', async () => {
      await fillContacts(subject())
      const { removed, links } = await subject().other.erasures.contact(gone)
      expect(removed).toEqual(
        ['links', 'removed_links', 'contacts', 'chats', 'changes'].map((table) => ({ table, rows: 1 })),
      )
      expect(links).toEqual([{ source: 'waiqin', sourceId: 'c1' }])
      const rows = await readRows(subject().databaseUrl)
      expect(JSON.stringify(rows)).not.toContain(gone)
      for (const { table } of removed) expect(JSON.stringify(rows[table])).toContain(stays)
      expect(await subject().store.erasures.contact(gone)).toEqual({ removed: [], links: [] })
    })

    it('of a colleague takes every row of theirs in any spelling, ends their sessions, and leaves namesakes alone', async () => {
      const { store } = subject()
      const [mine, others] = [
        { id: 'w1', name: '张三', sourceCode: 'ZHANGSAN' },
        { id: 'w2', name: '张三2', sourceCode: 'zhangsan2' },
      ]
      await fillColleague(subject(), 'ZhangSan', 'w1')
      await fillColleague(subject(), 'zhangsan2', 'w2')
      await store.fieldTasks.put([fieldTask({ staffIds: ['w1', 'w2'], people: [mine, others] })], mirrorState())
      const people = [mine, others].map(({ sourceCode: userid }) => ({ userid, status: 'open' as const }))
      await store.moments.put([{ jobId: '1', counts: '1', body: {}, people }], mirrorState({ name: 'moments' }))
      await seedMembers(store, [member('ZhangSan', '张三'), member('zhangsan2', '张三')], at)
      const known = [vendorPerson('w1', '张三'), vendorPerson('w2', '张三'), vendorPerson('w3', '张三')]
      await seedVendor(store, 'waiqin', [...known, vendorPerson('w4', '张三', { otherCode: 'ZHANGSAN' })], at)
      // Somebody else had the userid before.
      await store.departures.giveAway('zhangsan', at + 1)
      await store.connections.put({ userid: 'zhangsan', source: 'yunzhong', sealed: 's', createdAt: at })
      await store.chats.putOwned('zhangsan', { chatIds: [], fetchedAt: at, changedAt: null })
      await store.loginTries.take('person:zhangsan', { slots: 1, now: at, expiresAt: at * 2 })

      const before = await readRows(subject().databaseUrl)
      const { removed, links } = await store.erasures.staff('zhangsan', at + 2)
      const rows = await readRows(subject().databaseUrl)
      const taken = Object.keys(before).filter((table) => (before[table]?.length ?? 0) > (rows[table]?.length ?? 0))
      expect(removed.map(({ table }) => table).toSorted()).toEqual([...taken, 'removed_links'].toSorted())
      expect(taken).toHaveLength(14)
      expect(links).toEqual([{ source: 'waiqin', sourceId: 'w1' }])

      const { field_tasks, field_task_staff, session_ends, ...rest } = rows
      expect(JSON.stringify(rest)).not.toMatch(/zhangsan(?!2)|"w1"/i)
      expect(JSON.stringify([field_tasks, field_task_staff])).toContain('w1')
      expect(session_ends).toContainEqual(expect.objectContaining({ subject: 'sessions of zhangsan' }))
      for (const table of taken) expect(JSON.stringify(rows[table])).toMatch(/zhangsan2|w2/i)
      const [link] = await store.links.ofContact('wm-w1')
      expect(link?.linkedBy).toBe('former colleague')
    })

    it('of a colleague of whom nothing is kept ends their sessions all the same', async () => {
      const { store, other } = subject()
      expect(await store.erasures.staff('Nobody', at)).toEqual({ removed: [], links: [] })
      expect((await other.changes.of(['sessions of nobody'])).size).toBe(1)
    })
  })

  describe('a deleted task', () => {
    it('keeps nothing of its content, its customer and its people, in whatever order it was told', async () => {
      const { fieldTasks } = subject().store
      const people = [{ id: 's9', name: '王五', sourceCode: 'wangwu' }]
      const told = { people, body: { title: '回访' }, staffIds: ['s9'], customerId: 'c9' }
      await fieldTasks.put([fieldTask({ ...told, taskId: '1' })], mirrorState())
      await fieldTasks.put([fieldTask({ ...told, taskId: '1', modifiedAt: 200, isDeleted: true })], mirrorState())
      await fieldTasks.put([fieldTask({ ...told, taskId: '2', isDeleted: true })], mirrorState())
      await fieldTasks.sweepPeople()
      expect(await textOf()).not.toMatch(/回访|王五|s9|c9|wangwu/)
      const { field_tasks: tasks } = await readRows(subject().databaseUrl)
      expect(tasks).toMatchObject([{ is_deleted: 1 }, { is_deleted: 1 }])
    })
  })

  describe('people of field tasks', () => {
    it('are kept while a task names them or they manage a customer', async () => {
      const { store } = subject()
      const people = ['s1', 's2', 's3'].map((id) => ({ id, name: id, sourceCode: `u${id}` }))
      await store.fieldTasks.put([fieldTask({ staffIds: ['s1', 's3'], people })], mirrorState())
      await store.fieldCustomers.put([fieldCustomer({ managerIds: ['s2'] })], mirrorState())
      await store.fieldTasks.put([fieldTask({ modifiedAt: 200, staffIds: ['s1'], people: [] })], mirrorState())
      await store.fieldTasks.sweepPeople()
      const found = await Promise.all(['us1', 'us2', 'us3'].map(store.fieldTasks.staffIdBySourceCode))
      expect(found).toEqual(['s1', 's2', null])
    })
  })

  describe('what has had its time', () => {
    it('goes: failed sign-ins that no longer count, groups that nobody fetched, leases of the dead', async () => {
      const { store } = subject()
      await store.loginTries.take('a', { slots: 2, now: at, expiresAt: at + 10 })
      await store.loginTries.take('b', { slots: 2, now: at, expiresAt: at + 20 })
      const chat = { owner: 'lisi', name: null, memberIds: [], changedAt: null }
      for (const fetchedAt of [at, at + 1]) {
        await store.chats.put({ ...chat, chatId: `wr${fetchedAt - at}`, fetchedAt })
        await store.chats.putOwned(`u${fetchedAt - at}`, { chatIds: [], fetchedAt, changedAt: null })
      }
      await store.leases.acquire('dead', 'me', -1000)
      await store.leases.acquire('alive', 'me', 1000)
      await store.loginTries.sweep(at + 10)
      await store.chats.sweep(at + 1)
      await store.sweepLeases(100)
      const { login_tries: tries, chats, chat_owners: owners, leases } = await readRows(subject().databaseUrl)
      expect([tries, chats, owners]).toMatchObject([[{ subject: 'b' }], [{ chat_id: 'wr1' }], [{ owner: 'u1' }]])
      expect(leases?.map(({ name }) => name)).toContain('alive')
      expect(leases?.map(({ name }) => name)).not.toContain('dead')
    })

    it('goes of contacts by when they were last followed, the longest ago first', async () => {
      const { contacts, links } = subject().store
      const link = { source: 'waiqin', sourceId: 'c1', name: null, linkedBy: 'lisi' } as const
      await links.add('wm1', { ...link, linkedAt: at + 5 })
      await links.add('wm1', { ...link, source: 'youmi', linkedAt: at + 9 })
      await links.add('wm2', { ...link, linkedAt: at })
      await links.add('wm3', { ...link, linkedAt: at * 2 })
      const asked = { before: at + 20, after: at + 1000, limit: 9 }
      const [first, second, third] = [
        { externalUserId: 'wm2', followedAt: at },
        { externalUserId: 'wm1', followedAt: at + 9 },
        { externalUserId: 'wm3', followedAt: at * 2 },
      ]
      expect(await contacts.due(asked)).toEqual([first, second, third])
      await contacts.note({ externalUserId: 'wm2', followedAt: at + 3 }, at + 30)
      expect(await contacts.due({ ...asked, limit: 1 })).toEqual([second])
      expect(await contacts.due({ ...asked, before: at + 31 })).toEqual([
        second,
        { ...first, followedAt: at + 3 },
        third,
      ])
    })
  })

  describe('the upgrade', () => {
    it('empties what was kept in plain, and the version before can still read it', async () => {
      const databaseUrl = await makeDatabase()
      const plain = `'${JSON.stringify({ linkman: '陈晓雨', address: '南坪西路' })}'`
      await withSql(
        databaseUrl,
        [
          `insert into field_customers values ('c1', '店', '["s1"]', '["13800001111"]', ${plain}, 1)`,
          `insert into field_customer_phones values ('13800001111', 'c1')`,
          `insert into field_tasks values ('t1', 'c1', 1, 1, 'open', 5, '["s1"]', '{"title":"回访"}', 1)`,
          `insert into field_tasks values ('t2', 'c1', 1, 0, 'open', 5, '["s1"]', '{"title":"送货"}', 1)`,
          `insert into login_tries values ('mobile:0f', 0, 5), ('service:0f', 0, 5), ('person:lisi', 0, 5)`,
          `insert into connections values ('0f', 'yunzhong:service:x:1', 's', 1), ('lisi', 'yunzhong:staff:x:1', 's', 1)`,
          `insert into links values ('contact', 'wm1', 'waiqin', 'c1', null, 'lisi', 5)`,
          `insert into rates values ('lisi', 1, 1)`,
        ],
        '013_left_out',
      )
      await (await openStore(databaseUrl)).close()
      const rows = await readRows(databaseUrl)
      expect(JSON.stringify(rows)).not.toMatch(/陈晓雨|南坪西路|13800001111|回访|0f/)
      expect(rows.field_customers).toMatchObject([{ phones: '[]', body: '{"linkman":null,"address":null}' }])
      expect(rows.field_tasks?.map(({ task_id: id }) => id).toSorted()).toEqual(['t1', 't2'])
      expect(JSON.stringify(rows.field_tasks)).toContain('送货')
      expect([rows.login_tries, rows.connections, rows.rates]).toMatchObject([
        [{ subject: 'person:lisi' }],
        [{ userid: 'lisi' }],
        [],
      ])
      const [contact] = rows.contacts ?? []
      expect(Number(contact?.followed_at)).toBeGreaterThan(at)
    })
  })
}

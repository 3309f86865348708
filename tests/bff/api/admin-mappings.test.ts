import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ContactLinks } from '../../../src/contract/admin-contact-link.ts'
import { Applied, BatchList, BatchRows, Preview, Undone } from '../../../src/contract/admin-mapping.ts'
import { PeopleList } from '../../../src/contract/admin-people.ts'
import { startSimulators, type Simulators } from '../../../src/sandbox/vendors/simulators.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { writeXlsx } from '../../../src/bff/spreadsheets/write-xlsx.ts'
import { account, member, readPeople } from '../../support/admin-company.ts'
import { createTestClock } from '../../support/clock.ts'
import { startPostgres } from '../../support/postgres.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { fieldTask, mirrorState } from '../../conformance/store-rows.ts'
import { withTables } from '../../conformance/with-tables.ts'

const header = 'subject,wecom_id,source,source_id,note'
const { salesperson: admin, colleague: secondAdmin, withoutYoumiId: someone } = cast

/** What both databases must do. Two instances share one, as in production. */
function testMappings(name: string, makeDatabase: () => Promise<string>): void {
  describe(name, () => {
    const time = createTestClock()
    let simulators: Simulators
    let tables: Awaited<ReturnType<typeof withTables>>
    let both: [TestBff, TestBff]
    let cookies: Record<string, string>

    beforeAll(async () => {
      simulators = await startSimulators({ clock: time.clock, publicOrigin })
      const DATABASE_URL = await makeDatabase()
      const environment = {
        ...simulators.environment,
        DATABASE_URL,
        WAIQIN_STAFF_ID: 'source_code',
        ADMIN_USERIDS: `${admin},${secondAdmin}`,
        RATE_LIMIT_CALLS: '100000',
        RATE_LIMIT_SIGN_INS: '1000',
      }
      const start = () => startBff({ environment, wecomUrl: simulators.vendors.wecom.url, clock: time.clock })
      both = [await start(), await start()]
      tables = await withTables(DATABASE_URL)
      const signedIn = [admin, secondAdmin, someone].map(async (who) => [who, await both[0].signIn(who)] as const)
      cookies = Object.fromEntries(await Promise.all(signedIn))
    })
    beforeEach(async () => {
      await tables.empty()
      await readPeople(
        both[0].store,
        ['ZhangSan', 'LiSi', 'WangWu', 'ZhaoLiu', someone, admin].map((each) => member(each)),
        {
          waiqin: [account('closed', { state: 'disabled' })],
          youmi: [account('1', { code: 'zhangsan' }), account('2', { code: 'lisi' }), account('3', { code: 'LISI' })],
        },
      )
    })
    afterAll(async () => {
      await tables.close()
      for (const each of both) await each.close()
      await simulators.close()
    })

    const send = (url: string, payload?: object, { who = admin, at = 0 }: { who?: string; at?: number } = {}) =>
      both[at === 0 ? 0 : 1].app.inject({
        method: 'POST',
        url: `/api/admin/${url}`,
        headers: { cookie: cookies[who] ?? '' },
        ...(payload ? { payload } : {}),
      })
    const get = (url: string) => both[1].get(`/api/admin/${url}`, cookies[admin])
    const preview = async (payload: object, more = {}) =>
      Preview.parse((await send('mappings/preview', payload, more)).json())
    const csv = (...lines: string[]) => ({ csv: [header, ...lines].join('\n'), name: 'staff.csv' })
    const apply = (of: Pick<Preview, 'previewId' | 'typed'>, more = {}) =>
      send('mappings/apply', { previewId: of.previewId, ...(of.typed === null ? {} : { typed: of.typed }) }, more)
    const write = async (...lines: string[]) => Applied.parse((await apply(await preview(csv(...lines)))).json())
    const idOf = (userid: string, source: 'youmi' | 'waiqin' = 'youmi') => both[1].store.links.staffId(userid, source)

    it('shows what a file would change, and writes nothing', async () => {
      await write('staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,', 'staff,wangwu,youmi,b03,')
      const seen = await preview(
        csv('staff,ZHANGSAN,youmi,b01,', 'staff,lisi,youmi,b09,', 'staff,wangwu,youmi,,', 'staff,zhaoliu,waiqin,w4,'),
      )
      expect(seen.counts).toEqual({ added: 1, changed: 1, unchanged: 1, removed: 1 })
      expect(seen.rows).toMatchObject([
        {
          line: 3,
          userid: 'LiSi',
          name: 'LiSi',
          source: 'youmi',
          from: 'b02',
          to: 'b09',
          kind: 'changed',
          tasks: null,
        },
        { line: 4, userid: 'WangWu', from: 'b03', to: null, kind: 'removed' },
        { line: 5, userid: 'ZhaoLiu', from: null, to: 'w4', kind: 'added', tasks: { appear: 0, vanish: 0 } },
      ])
      expect([seen.conflicts, seen.faults, seen.typed]).toEqual([[], [], 2])
      expect([await idOf('lisi'), await idOf('wangwu'), await idOf('zhaoliu', 'waiqin')]).toEqual(['b02', 'b03', null])
    })

    it('writes what was shown, once, with a line in the log for each row', async () => {
      const seen = await preview(csv('staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,'))
      const from = both[0].logged.length
      const { batchId, written } = Applied.parse((await apply(seen)).json())
      expect(written).toBe(2)
      expect(await idOf('ZhangSan')).toBe('b01')
      const again = await Promise.all([apply(seen), apply(seen, { at: 1 })])
      expect(again.map((each) => each.json())).toEqual([
        { batchId, written },
        { batchId, written },
      ])
      expect((await apply(seen, { who: secondAdmin })).json()).toMatchObject({ status: 409, code: 'preview_gone' })
      expect(BatchList.parse((await get('batches')).json()).items).toHaveLength(1)
      const audits = both[0].logged
        .slice(from)
        .map((line) => JSON.parse(line))
        .filter(({ audit }) => audit)
      expect(audits).toMatchObject([
        { audit: 'link.put', batch: batchId, userid: admin, of: 'ZhangSan', source: 'youmi', from: null, to: 'b01' },
        { audit: 'link.put', batch: batchId, userid: admin, of: 'LiSi', source: 'youmi', from: null, to: 'b02' },
      ])
      const [link] = await both[0].store.links.staffLinks(['youmi'])
      expect(link).toMatchObject({ linkedBy: 'import' })
      await apply(await preview({ accept: [{ userid: 'wangwu', source: 'youmi', sourceId: 'b03' }] }))
      const mine = (await both[0].store.links.staffLinks(['youmi'])).find(({ userid }) => userid === 'WangWu')
      expect(mine).toMatchObject({ linkedBy: admin })
    })

    it('is refused to another administrator, after ten minutes, and beyond the newest five', async () => {
      const seen = await preview(csv('staff,zhangsan,youmi,b01,'))
      expect((await apply(seen, { who: secondAdmin })).json()).toMatchObject({ code: 'preview_gone' })
      for (let count = 0; count < 5; count += 1) {
        time.pass(1000)
        await preview(csv('staff,lisi,youmi,b02,'))
      }
      expect((await apply(seen)).json()).toMatchObject({ code: 'preview_gone' })
      const late = await preview(csv('staff,zhangsan,youmi,b01,'))
      time.pass(600_000)
      expect((await apply(late)).json()).toMatchObject({ code: 'preview_gone' })
      expect(await idOf('zhangsan')).toBeNull()
    })

    it('is refused where a second administrator has changed one of its people meanwhile, and then changes nothing', async () => {
      await write('staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,')
      const seen = await preview(csv('staff,zhangsan,youmi,b11,', 'staff,lisi,youmi,b12,'))
      const theirs = await preview(
        { rows: [{ userid: 'LiSi', source: 'youmi', sourceId: 'b22' }] },
        { who: secondAdmin, at: 1 },
      )
      expect((await apply(theirs, { who: secondAdmin, at: 1 })).statusCode).toBe(200)
      expect((await apply(seen)).json()).toMatchObject({ status: 409, code: 'changed_meanwhile' })
      expect([await idOf('zhangsan'), await idOf('lisi')]).toEqual(['b01', 'b22'])
    })

    it('is refused where somebody else has been given one of its ids meanwhile', async () => {
      const seen = await preview(csv('staff,zhangsan,youmi,b01,'))
      await apply(await preview(csv('staff,lisi,youmi,b01,'), { who: secondAdmin, at: 1 }), { who: secondAdmin, at: 1 })
      expect((await apply(seen)).json()).toMatchObject({ code: 'changed_meanwhile' })
      expect(await idOf('zhangsan')).toBeNull()
    })

    it('of two that are applied at the same moment, lets one win', async () => {
      const mine = await preview(csv('staff,zhangsan,youmi,b01,'))
      const theirs = await preview(csv('staff,zhangsan,youmi,b02,'), { who: secondAdmin, at: 1 })
      const codes = (await Promise.all([apply(mine), apply(theirs, { who: secondAdmin, at: 1 })])).map(
        (each) => each.statusCode,
      )
      expect(codes.toSorted()).toEqual([200, 409])
    })

    it('names every conflict, and writes neither of its rows', async () => {
      await readPeople(both[0].store, [member('gone')])
      await both[0].store.departures.leave('gone', 1, false)
      await write('staff,zhangsan,youmi,b01,')
      const seen = await preview(
        csv(
          'staff,lisi,youmi,b01,',
          'staff,wangwu,youmi,b07,',
          'staff,zhaoliu,youmi,b07,',
          'staff,lisi,waiqin,w1,',
          'staff,lisi,waiqin,w2,',
          'staff,wangwu,waiqin,closed,',
          'staff,gone,waiqin,w9,',
          `staff,${someone},youmi,B01,`,
          'staff,zhaoliu,waiqin,w5,shared',
          'staff,zhangsan,waiqin,w5,shared',
        ),
      )
      expect(seen.conflicts.map(({ line, code }) => [line, code])).toEqual([
        [2, 'taken'],
        [3, 'taken'],
        [4, 'taken'],
        [5, 'two_ids'],
        [6, 'two_ids'],
        [7, 'disabled'],
        [8, 'left'],
        [9, 'case_only'],
      ])
      expect(seen.conflicts[3]).toMatchObject({ name: 'LiSi', sourceId: 'w1' })
      expect(seen.rows.map(({ line }) => line)).toEqual([10, 11])
      expect(
        (await preview({ rows: [{ userid: 'nobody', source: 'youmi', sourceId: 'b50' }] })).conflicts,
      ).toMatchObject([{ line: null, userid: 'nobody', code: 'not_visible' }])
    })

    it('names every fault by its line and what it has there, in words that repeat no value, and takes the other lines', async () => {
      const seen = await preview(
        csv(
          'boss,zhangsan,youmi,SECRET,',
          'staff,no body,youmi,SECRET,',
          'staff,zhangsan,yunzhong,SECRET,',
          'staff,zhangsan,youmi,SEC RET,',
          'staff,zhangsan,youmi,SECRET,twins',
          'staff,zhangsan,youmi',
          'staff,zhangsan,waiqin,7269195022934920000,',
          'contact,wmSECRET,waiqin,SECRET,',
          'staff,unknown,youmi,SECRET,',
          'staff,lisi,youmi,b02,',
          'staff,LISI,youmi,b02,',
          'staff,zhangsan,qikeliao,SECRET,',
        ),
      )
      expect(seen.faults.map(({ line, code }) => [line, code])).toEqual([
        [2, 'subject'],
        [3, 'wecom_id'],
        [4, 'source'],
        [5, 'source_id'],
        [6, 'note'],
        [7, 'fields'],
        [8, 'spoilt'],
        [9, 'contact'],
        [10, 'unknown_userid'],
        [12, 'repeated'],
        [13, 'unknown_source'],
      ])
      expect(JSON.stringify(seen.faults.map(({ title }) => title))).not.toContain('SECRET')
      expect(seen.faults.map(({ userid, source, sourceId }) => [userid, source, sourceId])).toEqual([
        ['zhangsan', 'youmi', 'SECRET'],
        ['no body', 'youmi', 'SECRET'],
        ['zhangsan', 'yunzhong', 'SECRET'],
        ['zhangsan', 'youmi', 'SEC RET'],
        ['zhangsan', 'youmi', 'SECRET'],
        ['zhangsan', 'youmi', null],
        ['zhangsan', 'waiqin', '7269195022934920000'],
        ['wmSECRET', 'waiqin', 'SECRET'],
        ['unknown', 'youmi', 'SECRET'],
        ['LiSi', 'youmi', 'b02'],
        ['zhangsan', 'qikeliao', 'SECRET'],
      ])
      expect(seen.faults.map(({ name }) => name)).toContain('ZhangSan')
      expect(seen.rows.map(({ line }) => line)).toEqual([11])
      expect((await preview({ csv: 'a,b\n1,2' })).faults).toMatchObject([{ line: 1, code: 'header' }])
    })

    it('refuses a file that is no table', async () => {
      const files = [
        { csv: `${header}\nstaff,"zhangsan` },
        { xlsx: Buffer.from('PK\u0003\u0004 no').toString('base64') },
      ]
      for (const file of files)
        expect((await send('mappings/preview', file)).json()).toMatchObject({ status: 400, code: 'file_unreadable' })
    })

    it('takes a workbook as well', async () => {
      const rows = [header.split(','), ['staff', 'zhangsan', 'youmi', 'b01', '']]
      const xlsx = (await writeXlsx(rows, 5)).toString('base64')
      expect((await preview({ xlsx })).rows).toMatchObject([{ line: 2, userid: 'ZhangSan', to: 'b01', kind: 'added' }])
    })

    it('takes the id of whoever a whole file leaves out, in its systems alone, and of nobody where it has a fault', async () => {
      await write('staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,', 'staff,lisi,waiqin,w2,')
      const whole = { ...csv('staff,zhangsan,youmi,b01,'), whole: true }
      expect((await preview(whole)).rows).toMatchObject([
        { line: null, userid: 'LiSi', source: 'youmi', kind: 'removed' },
      ])
      const faulty = await preview({
        ...csv('staff,zhangsan,youmi,b01,', 'staff,nobody at all,youmi,b09,'),
        whole: true,
      })
      expect([faulty.rows, faulty.faults.map(({ code }) => code)]).toEqual([[], ['not_whole', 'wecom_id']])
      const mistyped = await preview({ ...csv('staff,zhangsan,youmi,b01,', 'staff,lisl,youmi,b02,'), whole: true })
      expect([mistyped.rows, mistyped.faults.map(({ code }) => code)]).toEqual([[], ['not_whole', 'unknown_userid']])
    })

    it('wants the number typed where more than a tenth is changed or removed', async () => {
      const many = Array.from({ length: 60 }, (_, index) => `person${index}`)
      await readPeople(
        both[0].store,
        many.map((userid) => member(userid)),
      )
      await write(...many.map((userid, index) => `staff,${userid},youmi,b${index},`))
      const change = (count: number) =>
        preview(csv(...many.slice(0, count).map((userid, index) => `staff,${userid},youmi,c${index},`)))
      expect((await change(6)).typed).toBeNull()
      const seen = await change(7)
      expect(seen.typed).toBe(7)
      expect((await apply({ ...seen, typed: null })).json()).toMatchObject({ status: 409, code: 'number_needed' })
      expect((await apply({ ...seen, typed: 6 })).json()).toMatchObject({ code: 'number_needed' })
      expect((await apply(seen)).json()).toMatchObject({ written: 7 })
    })

    it('wants it typed of a small company as well, but not of a single row', async () => {
      const five = Array.from({ length: 5 }, (_, index) => `person${index}`)
      const lines = five.map((userid, index) => `staff,${userid},youmi,b${index},`)
      await readPeople(
        both[0].store,
        five.map((userid) => member(userid)),
      )
      await write(...lines)
      const without = (count: number) => preview({ ...csv(...lines.slice(count)), whole: true })
      expect((await without(1)).typed).toBeNull()
      expect((await without(2)).typed).toBe(2)
      const seen = await without(3)
      expect([seen.counts, seen.typed]).toEqual([{ added: 0, changed: 0, unchanged: 2, removed: 3 }, 3])
      expect((await apply({ ...seen, typed: null })).json()).toMatchObject({ status: 409, code: 'number_needed' })
      expect((await apply(seen)).json()).toMatchObject({ written: 3 })
    })

    it('offers all accounts of a vendor that bear the userid of one person alone', async () => {
      const seen = await preview({ rule: { source: 'youmi', reason: 'same_userid' } })
      expect(seen.rows).toMatchObject([{ line: null, userid: 'ZhangSan', source: 'youmi', to: '1', kind: 'added' }])
      await apply(seen)
      expect(BatchList.parse((await get('batches')).json()).items).toMatchObject([{ kind: 'rule' }])
    })

    it('offers no account that bears another name, or beside which another one fits', async () => {
      await readPeople(both[0].store, [], {
        youmi: [
          account('4', { code: 'wangwu', name: '别人' }),
          account('5', { code: 'zhaoliu', name: 'ZhaoLiu' }),
          account('6', { name: 'Zhao Liu' }),
        ],
      })
      const { rows } = await preview({ rule: { source: 'youmi', reason: 'same_userid' } })
      const offered = rows.map(({ userid }) => userid)
      expect(offered).toContain('ZhangSan')
      expect(offered).not.toContain('WangWu')
      expect(offered).not.toContain('ZhaoLiu')
    })

    it('lists batches, the latest first, with their rows', async () => {
      const first = await write('staff,zhangsan,youmi,b01,')
      time.pass(1000)
      const second = await write('staff,zhangsan,youmi,b09,', 'staff,lisi,youmi,b02,')
      const page = BatchList.parse((await get('batches?limit=1')).json())
      expect(page.items).toMatchObject([
        {
          id: second.batchId,
          by: admin,
          byName: admin,
          via: 'page',
          kind: 'import',
          title: 'staff.csv',
          undoable: 2,
          undoneAt: null,
        },
      ])
      const rest = BatchList.parse((await get(`batches?limit=1&cursor=${page.next}`)).json())
      expect(rest).toMatchObject({ items: [{ id: first.batchId, undoable: 0 }], next: null })
      const rows = BatchRows.parse((await get(`batches/${second.batchId}?limit=1`)).json())
      expect(rows.items).toMatchObject([{ userid: 'ZhangSan', from: 'b01', to: 'b09', kind: 'changed' }])
      const more = BatchRows.parse((await get(`batches/${second.batchId}?limit=1&cursor=${rows.next}`)).json())
      expect(more).toMatchObject({ items: [{ userid: 'LiSi', kind: 'added' }], next: null })
      expect((await get('batches/nothing')).statusCode).toBe(404)
      expect((await get('batches?cursor=x')).json()).toMatchObject({ code: 'bad_cursor' })
    })

    it('names nobody as the maker of a batch who has been erased since', async () => {
      await apply(await preview(csv('staff,zhangsan,youmi,b01,'), { who: secondAdmin }), { who: secondAdmin })
      await both[0].store.erasures.staff(secondAdmin, time.now())
      const { items } = BatchList.parse((await get('batches')).json())
      expect(items).toMatchObject([{ by: null, byName: null, via: 'page', undoable: 1 }])
    })

    it('takes a batch back but for rows that were changed since, once, as a batch that can be taken back itself', async () => {
      const before = await write('staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,', 'staff,wangwu,youmi,b03,')
      const links = await both[0].store.links.staffLinks(['youmi'])
      time.pass(1000)
      const { batchId } = await write('staff,zhangsan,youmi,b11,', 'staff,lisi,youmi,,', 'staff,wangwu,youmi,b13,')
      time.pass(1000)
      await write('staff,wangwu,youmi,b23,')
      time.pass(1000)
      const undone = Undone.parse(
        (await send(`batches/${batchId}/undo`, undefined, { who: secondAdmin, at: 1 })).json(),
      )
      expect(undone).toMatchObject({ undone: 2, kept: 1 })
      expect([await idOf('zhangsan'), await idOf('lisi'), await idOf('wangwu')]).toEqual(['b01', 'b02', 'b23'])
      const kept = (await both[0].store.links.staffLinks(['youmi'])).filter(({ userid }) => userid !== 'WangWu')
      expect(kept).toEqual(links.filter(({ userid }) => userid !== 'WangWu'))
      expect((await send(`batches/${batchId}/undo`)).json()).toMatchObject({ status: 409, code: 'already_undone' })
      const { items } = BatchList.parse((await get('batches')).json())
      expect(items.map(({ kind, undoneAt, undoable }) => [kind, undoneAt !== null, undoable])).toEqual([
        ['undo', false, 2],
        ['import', false, 1],
        ['import', true, 0],
        ['import', false, 2],
      ])
      expect(items[3]?.id).toBe(before.batchId)
      await send(`batches/${undone.batchId}/undo`)
      expect([await idOf('zhangsan'), await idOf('lisi')]).toEqual(['b11', null])
    })

    it('names nobody who is forgotten as the giver of an id, or of a batch', async () => {
      await readPeople(both[0].store, [member('ZhangSan')])
      const rows = [{ userid: 'zhangsan', source: 'youmi', sourceId: 'b01' }]
      await apply(await preview({ rows }, { who: secondAdmin }), { who: secondAdmin })
      await both[0].store.erasures.staff(secondAdmin, time.now())
      const { items } = PeopleList.parse((await get('people?q=zhangsan')).json())
      expect(items[0]?.cells.find(({ source }) => source === 'youmi')).toMatchObject({ how: 'hand', byName: null })
      expect(BatchList.parse((await get('batches')).json()).items).toMatchObject([{ by: null, byName: null }])
    })

    it('gives nobody back an id that is another’s now', async () => {
      await write('staff,zhangsan,youmi,b01,')
      const { batchId } = await write('staff,zhangsan,youmi,b02,')
      await write('staff,lisi,youmi,B01,')
      expect((await send(`batches/${batchId}/undo`)).json()).toMatchObject({ undone: 0, kept: 1 })
      expect([await idOf('zhangsan'), await idOf('lisi')]).toEqual(['b02', 'B01'])
    })

    it('gives nothing back to whoever left, to the next holder of a userid, or of a closed account', async () => {
      await write('staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,', 'staff,wangwu,waiqin,soon,')
      time.pass(1000)
      const { batchId } = await write('staff,zhangsan,youmi,,', 'staff,lisi,youmi,,', 'staff,wangwu,waiqin,,')
      const { departures } = both[0].store
      await departures.leave('zhangsan', time.now() + 1000, true)
      await departures.giveAway('zhangsan', time.now() + 2000)
      await departures.leave('lisi', time.now() + 1000, false)
      const members = ['ZhangSan', 'LiSi', 'WangWu'].map((each) => member(each))
      await readPeople(both[0].store, members, { waiqin: [account('soon', { state: 'disabled' })] })
      time.pass(60_000)
      expect((await send(`batches/${batchId}/undo`)).json()).toMatchObject({ undone: 0, kept: 3 })
      expect([await idOf('zhangsan'), await idOf('lisi'), await idOf('wangwu', 'waiqin')]).toEqual([null, null, null])
    })

    describe('where a rule gives ids', () => {
      const rule = async (...codes: string[]) => {
        const { leases, fieldTasks } = both[0].store
        await leases.acquire('waiqin-tasks', 'the-tests', 60_000)
        const people = codes.map((sourceCode) => ({ id: `r-${sourceCode}`, name: sourceCode, sourceCode }))
        await fieldTasks.put([fieldTask({ people })], mirrorState({ name: 'waiqin-tasks' }))
      }

      it('gives nobody an id that somebody has by it, neither in a preview nor when it came to be meanwhile', async () => {
        const early = await preview(csv('staff,lisi,waiqin,r-wangwu,'))
        await rule('zhangsan', 'wangwu')
        time.pass(60_000)
        expect((await preview(csv('staff,lisi,waiqin,R-ZHANGSAN,'))).conflicts).toMatchObject([{ code: 'case_only' }])
        expect((await preview(csv('staff,lisi,waiqin,r-zhangsan,'))).conflicts).toMatchObject([{ code: 'taken' }])
        expect((await apply(early)).json()).toMatchObject({ code: 'changed_meanwhile' })
      })

      it('gives nobody an id that somebody has had by it for a moment, nor back', async () => {
        // What the test before has left in memory.
        time.pass(60_000)
        await write('staff,zhaoliu,waiqin,r-zhangsan,')
        time.pass(1000)
        const { batchId } = await write('staff,zhaoliu,waiqin,w9,')
        const seen = await preview(csv('staff,lisi,waiqin,r-wangwu,'))
        await rule('wangwu', 'zhangsan')
        expect((await apply(seen)).json()).toMatchObject({ code: 'changed_meanwhile' })
        expect((await send(`batches/${batchId}/undo`)).json()).toMatchObject({ undone: 0, kept: 1 })
      })

      it('counts what takes its place as changed, and takes it back', async () => {
        const six = ['zhangsan', 'lisi', 'wangwu', 'zhaoliu', someone.toLowerCase(), admin.toLowerCase()]
        await rule(...six)
        time.pass(60_000)
        const seen = await preview(csv(...six.map((userid) => `staff,${userid},waiqin,n-${userid},`)))
        expect([seen.counts, seen.typed]).toEqual([{ added: 0, changed: 6, unchanged: 0, removed: 0 }, 6])
        expect(seen.rows[0]).toMatchObject({ from: 'r-zhangsan', to: 'n-zhangsan', kind: 'changed' })
        const { batchId } = Applied.parse((await apply(seen)).json())
        time.pass(1000)
        expect((await send(`batches/${batchId}/undo`)).json()).toMatchObject({ undone: 6, kept: 0 })
        expect(await both[0].store.links.staffLinks(['waiqin'])).toEqual([])
        expect(BatchList.parse((await get('batches')).json()).items).toMatchObject([
          { kind: 'undo', undoable: 6 },
          { kind: 'import', undoable: 0 },
        ])
      })
    })

    describe('files', () => {
      const file = (name: string, format: string) => get(`${name}.file?format=${format}`)
      const lines = (body: string) => body.replace('\uFEFF', '').trimEnd().split('\r\n')

      beforeEach(async () => {
        await readPeople(both[0].store, [
          { ...member('=cmd', '=HYPERLINK("x")'), userid: 'zhaoliu' },
          { ...member('sunqi', '孙,七'), departments: ['+一部', '二部'] },
        ])
        const long = '1234567890123450000'
        await write(
          `staff,zhangsan,waiqin,${long},exact`,
          'staff,lisi,youmi,b02,shared',
          'staff,wangwu,youmi,b02,shared',
        )
        await write('staff,sunqi,youmi,@b09,', 'staff,zhaoliu,youmi,-7,')
      })

      it('hold everybody, with and without ids, in the columns of the import', async () => {
        const answer = await file('people', 'csv')
        expect(answer.headers).toMatchObject({
          'content-type': 'text/csv; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        })
        expect(answer.headers['content-disposition']).toMatch(
          /^attachment; filename="sidedesk-[\d-]+\.csv"; filename\*=UTF-8''%E4%BA%BA[%\w-]+\.csv$/,
        )
        expect(answer.body.startsWith('\uFEFFsubject,wecom_id,source,source_id,note,name,departments\r\n')).toBe(true)
        expect(lines(answer.body)).toEqual(
          expect.arrayContaining([
            'staff,LiSi,youmi,b02,shared,LiSi,销售部',
            'staff,LiSi,waiqin,,,LiSi,销售部',
            'staff,ZhangSan,waiqin,1234567890123450000,exact,ZhangSan,销售部',
          ]),
        )
      })

      it('hold no cell that a spreadsheet would run', async () => {
        const { body } = await file('people', 'csv')
        expect(lines(body)).toEqual(
          expect.arrayContaining([
            `staff,sunqi,youmi,'@b09,,"孙,七",'+一部、二部`,
            `staff,zhaoliu,youmi,'-7,,"'=HYPERLINK(""x"")",销售部`,
          ]),
        )
      })

      it.each(['csv', 'xlsx'])('come back as %s with nothing changed, whole as well', async (format) => {
        const { rawPayload } = await file('people', format)
        const payload =
          format === 'csv' ? { csv: rawPayload.toString('utf8') } : { xlsx: rawPayload.toString('base64') }
        for (const whole of [false, true]) {
          const { counts, conflicts, faults } = await preview({ ...payload, whole })
          expect([counts, conflicts, faults]).toMatchObject([{ added: 0, changed: 0, removed: 0 }, [], []])
          expect(counts.unchanged).toBeGreaterThan(20)
        }
      })

      it('are for administrators alone, and of no other format', async () => {
        for (const name of ['people', 'contact-links']) {
          expect((await both[0].get(`/api/admin/${name}.file?format=csv`, cookies[someone])).statusCode).toBe(404)
          expect((await file(name, 'ods')).statusCode).toBe(400)
        }
      })
    })

    describe('links of customers', () => {
      const link = (externalUserId: string, linkedBy: string, linkedAt: number) =>
        both[0].store.links.add(externalUserId, {
          source: 'waiqin',
          sourceId: 'c1',
          name: '华联超市',
          linkedBy,
          linkedAt,
        })
      const list = async (query = '') => ContactLinks.parse((await get(`contact-links${query}`)).json())

      beforeEach(async () => {
        const now = time.now()
        await link('wmImported', 'import', now - 4)
        await link('wmOfZhangSan', 'zhangsan', now - 3)
        await link('wmOfWhoLeft', 'former colleague', now - 2)
        await link('wmOfLiSi', 'LiSi', now - 1)
        await write('staff,zhangsan,waiqin,w1,', 'staff,lisi,waiqin,w2,')
        const { fieldCustomers, leases } = both[0].store
        await leases.acquire('waiqin-customers', 'the-tests', 60_000)
        await fieldCustomers.put(
          [{ customerId: 'c1', name: '华联超市', managerIds: ['w1'], phones: [], body: {} }],
          mirrorState({ name: 'waiqin-customers' }),
        )
      })

      it('are told with who made them, and whether they could today', async () => {
        const { items, counts, next } = await list()
        expect(items).toMatchObject([
          { externalUserId: 'wmOfLiSi', how: 'made', by: 'LiSi', byName: 'LiSi', holds: false },
          { externalUserId: 'wmOfWhoLeft', how: 'made', by: null, byName: null, holds: false },
          { externalUserId: 'wmOfZhangSan', how: 'made', by: 'zhangsan', byName: 'ZhangSan', holds: true },
          { externalUserId: 'wmImported', how: 'import', by: null, holds: null },
        ])
        expect([counts, next]).toEqual([{ all: 4, import: 1, made: 3, doubtful: 2 }, null])
      })

      it('are found by state and word, and come in pages', async () => {
        const idsOf = ({ items }: { items: { externalUserId: string }[] }) =>
          items.map(({ externalUserId }) => externalUserId)
        expect(idsOf(await list('?state=doubtful'))).toEqual(['wmOfLiSi', 'wmOfWhoLeft'])
        expect(idsOf(await list('?q=zhangSAN'))).toEqual(['wmOfZhangSan'])
        expect(idsOf(await list('?source=youmi'))).toEqual([])
        const first = await list('?limit=3')
        expect(idsOf(await list(`?limit=3&cursor=${first.next}`))).toEqual(['wmImported'])
      })

      it('come in pages once each, where a database orders letters in its own way', async () => {
        for (const id of ['wmTwin', 'wmtwin', 'wmUnlike']) await link(id, 'zhangsan', time.now())
        const all = await both[1].store.links.contactLinks()
        const bySpelling = all.toSorted((one, other) => one.externalUserId.localeCompare(other.externalUserId, 'en'))
        const read = vi.spyOn(both[1].store.links, 'contactLinks').mockResolvedValue(bySpelling)
        const idsFrom = async (query: string): Promise<string[]> => {
          const { items, next } = await list(`?limit=1${query}`)
          const ids = items.map(({ externalUserId }) => externalUserId)
          return next === null ? ids : [...ids, ...(await idsFrom(`&cursor=${next}`))]
        }
        const found = await idsFrom('')
        expect(read).toHaveBeenCalledTimes(all.length)
        read.mockRestore()
        expect(found.toSorted()).toEqual(all.map(({ externalUserId }) => externalUserId).toSorted())
      })

      it('are taken away with a line in the log, and can be brought back', async () => {
        const url = '/api/admin/contact-links/wmImported/waiqin/c1'
        const remove = () => both[0].app.inject({ method: 'DELETE', url, headers: { cookie: cookies[admin] ?? '' } })
        expect((await remove()).statusCode).toBe(204)
        expect((await remove()).statusCode).toBe(404)
        const logged = both[0].logged.map((line) => JSON.parse(line)).findLast(({ audit }) => audit)
        expect(logged).toMatchObject({
          audit: 'link.delete',
          userid: admin,
          externalUserId: 'wmImported',
          sourceId: 'c1',
        })
        expect((await list()).counts.all).toBe(3)
        expect(await both[0].store.links.restore('wmImported', { source: 'waiqin', sourceId: 'c1' }, time.now())).toBe(
          true,
        )
      })

      it('are saved in the columns of the import', async () => {
        const { body } = await get('contact-links.file?format=csv')
        expect(body).toContain('\r\ncontact,wmImported,waiqin,c1,,华联超市,\r\n')
      })
    })

    it('is right in the person’s lists at the next call, at the other instance as well', async () => {
      const listAt = async (at: 0 | 1) => (await both[at].get('/api/me/todos', cookies[someone])).json()
      const staff = simulators.world.links.find(({ subject, source }) => subject === 'staff' && source === 'youmi')
      const before = [await listAt(0), await listAt(1)]
      await write(`staff,${someone},youmi,${staff?.source_id},`)
      const after = [await listAt(0), await listAt(1)]
      for (const list of before) expect(list).toMatchObject({ needs: 'staff-link' })
      for (const list of after) expect(list.items.length).toBeGreaterThan(0)
      const { items } = BatchList.parse((await get('batches')).json())
      await send(`batches/${items[0]?.id}/undo`)
      for (const at of [0, 1] as const) expect(await listAt(at)).toMatchObject({ needs: 'staff-link' })
    })
  })
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-mappings-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

testMappings('changes of staff ids on SQLite', async () => `file:${join(folder, 'shared.db')}`)

describe('on a real server', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>> | null = null
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  testMappings('changes of staff ids on PostgreSQL', async () => (await postgres?.database()) ?? '')
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BatchList, Preview } from '../../../src/contract/admin-mapping.ts'
import { runLinks } from '../../../src/bff/commands/run-links.ts'
import { readConfig, type Config } from '../../../src/bff/config/config.ts'
import { startSimulators, type Simulators } from '../../../src/sandbox/vendors/simulators.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { fieldTask, mirrorState } from '../../conformance/store-rows.ts'
import { withTables } from '../../conformance/with-tables.ts'
import { account, member, readPeople } from '../../support/admin-company.ts'
import { createTestClock } from '../../support/clock.ts'
import { startPostgres } from '../../support/postgres.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'

const header = 'subject,wecom_id,source,source_id,note'
const { salesperson: admin } = cast
const people = ['ZhangSan', 'LiSi', 'WangWu', 'ZhaoLiu', admin]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-links-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What both databases must do, beside a server that runs. */
function testCommand(name: string, makeDatabase: () => Promise<string>): void {
  describe(name, () => {
    const time = createTestClock()
    let simulators: Simulators
    let tables: Awaited<ReturnType<typeof withTables>>
    let bff: TestBff
    let cookie: string
    let config: Config
    let logged: string[] = []

    beforeAll(async () => {
      simulators = await startSimulators({ clock: time.clock, publicOrigin })
      const environment = {
        ...simulators.environment,
        PUBLIC_ORIGIN: publicOrigin,
        SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
        DATABASE_URL: await makeDatabase(),
        WAIQIN_STAFF_ID: 'source_code',
        ADMIN_USERIDS: admin,
        RATE_LIMIT_CALLS: '100000',
      }
      config = readConfig(environment)
      bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url, clock: time.clock })
      tables = await withTables(config.databaseUrl)
      cookie = await bff.signIn(admin)
    })
    beforeEach(async () => {
      logged = []
      await tables.empty()
      await readPeople(
        bff.store,
        people.map((each) => member(each)),
        { waiqin: [account('closed', { state: 'disabled' })], youmi: [account('1')] },
      )
    })
    afterAll(async () => {
      await tables.close()
      await bff.close()
      await simulators.close()
    })

    const run = (words: string[], more: { config?: Config | null } = {}) => {
      const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
      return runLinks(words, { databaseUrl: config.databaseUrl, config, clock: time.clock, log, ...more })
    }
    const fileOf = async (...lines: string[]) => {
      const file = join(folder, 'staff.csv')
      await writeFile(file, [header, ...lines].join('\n'))
      return file
    }
    const importLines = async (lines: readonly string[], ...options: string[]) =>
      run(['import', await fileOf(...lines), ...options])
    const idOf = (userid: string, source: 'youmi' | 'waiqin' = 'youmi') => bff.store.links.staffId(userid, source)
    const post = (url: string, payload?: object) =>
      bff.app.inject({
        method: 'POST',
        url: `/api/admin/${url}`,
        headers: { cookie },
        ...(payload ? { payload } : {}),
      })
    const batches = async () => BatchList.parse((await bff.get('/api/admin/batches', cookie)).json()).items
    const message = (refused: Promise<string>) =>
      refused.then(
        () => '',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      )

    it('writes a file as one batch, with a line in the log for each row, and the page takes it back', async () => {
      const said = await importLines(['staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,', 'contact,wm1,waiqin,c1,'])
      const [batch] = await batches()
      expect(batch).toMatchObject({ by: null, byName: null, via: 'command', kind: 'import', title: 'staff.csv' })
      expect(said.split('\n')).toEqual([
        '3 links read, 3 changed',
        `npm run links -- undo batch ${batch?.id} takes back what was changed of staff ids, as the history of /admin does`,
      ])
      const audits = logged.map((line) => JSON.parse(line))
      const of = { audit: 'link.put', batch: batch?.id, userid: 'command line', source: 'youmi', from: null }
      expect(audits).toMatchObject([
        { ...of, of: 'ZhangSan', to: 'b01' },
        { ...of, of: 'LiSi', to: 'b02' },
      ])
      expect([await idOf('zhangsan'), await idOf('LiSi')]).toEqual(['b01', 'b02'])
      expect((await bff.store.links.staffLinks(['youmi']))[0]).toMatchObject({ linkedBy: 'import' })
      expect((await post(`batches/${batch?.id}/undo`)).json()).toMatchObject({ undone: 2, kept: 0 })
      expect([await idOf('zhangsan'), (await bff.store.links.ofContact('wm1')).length]).toEqual([null, 1])
    })

    it('refuses what the page refuses, by line, in the same words, and then writes nothing at all', async () => {
      await bff.store.departures.leave('zhaoliu', 1, false)
      await importLines(['staff,zhangsan,youmi,b01,'])
      const lines = [
        'staff,lisi,youmi,b01,',
        'staff,wangwu,waiqin,w1,',
        'staff,WangWu,waiqin,w2,',
        'staff,wangwu,youmi,B01,',
        'staff,lisi,waiqin,closed,',
        'staff,zhaoliu,waiqin,w9,',
        'staff,nobody,waiqin,w8,',
        'staff,zhangsan,yunzhong,1,',
        'staff,zhangsan,waiqin,1234567890123450000,',
        `staff,${admin},youmi,b05,`,
        `staff,${admin},youmi,b05,`,
      ]
      const { faults, conflicts } = Preview.parse(
        (await post('mappings/preview', { csv: [header, ...lines].join('\n') })).json(),
      )
      const codes = ['case_only', 'disabled', 'left', 'taken', 'two_ids', 'two_ids']
      expect(conflicts.map(({ code }) => code).toSorted()).toEqual(codes)
      const both = [...faults, ...conflicts].map(({ line, title }) => `line ${line}: ${title}`)
      const said = (await message(importLines([...lines, 'contact,wm2,waiqin,c2,']))).split('\n')
      expect(said.toSorted()).toEqual([...both, 'nothing was imported'].toSorted())
      expect(said.at(-1)).toBe('nothing was imported')
      expect([await idOf(admin), await bff.store.links.ofContact('wm2'), (await batches()).length]).toEqual([
        null,
        [],
        1,
      ])
    })

    it('says of links of customers what is wrong with them', async () => {
      const said = await message(
        importLines(['contact,nobody,waiqin,c1,', 'contact,wm1,tanma,c1,', 'customer,wm1,youmi,1,']),
      )
      expect(said.split('\n')).toEqual([
        'line 2: wecom_id 列应为客户的 external_userid（wm… 或 wo…），即侧边栏里的“客户编号”',
        'line 3: source 列应为 youmi、waiqin 或 orders',
        'line 4: subject 列应为 staff（员工）或 contact（客户）',
        'nothing was imported',
      ])
    })

    it('lets two people change ids', async () => {
      await importLines(['staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,'])
      await importLines(['staff,zhangsan,youmi,b02,', 'staff,lisi,youmi,b01,'], '--confirm', '2')
      expect([await idOf('zhangsan'), await idOf('lisi')]).toEqual(['b02', 'b01'])
    })

    it('gives nobody an id that another has by a rule', async () => {
      await bff.store.leases.acquire('waiqin-tasks', 'the-tests', 60_000)
      const known = [{ id: 'r1', name: '王五', sourceCode: 'wangwu' }]
      await bff.store.fieldTasks.put([fieldTask({ people: known })], mirrorState({ name: 'waiqin-tasks' }))
      expect(await message(importLines(['staff,lisi,waiqin,r1,']))).toMatch(/^line 2: 这个编号已经是另一个人的/)
    })

    it('wants the number said where more than a tenth is changed or taken away', async () => {
      await importLines(['staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,'])
      const lines = ['staff,zhangsan,youmi,,', 'staff,lisi,youmi,b12,']
      const wanted = '2 ids would be changed or taken away, more than a tenth: say --confirm 2\nnothing was imported'
      expect(await message(importLines(lines, '--remove'))).toBe(wanted)
      expect(await message(importLines(lines, '--remove', '--confirm', '1'))).toBe(wanted)
      expect(await idOf('lisi')).toBe('b02')
      expect(await importLines(lines, '--remove', '--confirm', '2')).toMatch(
        /^2 links read, 2 changed, 1 of them taken away\n/,
      )
      expect([await idOf('zhangsan'), await idOf('lisi')]).toEqual([null, 'b12'])
    })

    it('takes no id away where that was not said', async () => {
      await importLines(['staff,zhangsan,youmi,b01,'])
      expect(await message(importLines(['staff,zhangsan,youmi,,', 'staff,lisi,youmi,,']))).toBe(
        'line 2: takes an id away: fill source_id in, or say --remove\nnothing was imported',
      )
      expect(await idOf('zhangsan')).toBe('b01')
    })

    it('shows what would change, and writes nothing', async () => {
      await importLines(['staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,'])
      const rows = await tables.count('mapping_batches')
      const lines = [
        'staff,zhangsan,youmi,b11,',
        'staff,lisi,youmi,,',
        'staff,wangwu,youmi,b03,',
        'contact,wm1,youmi,f1,',
      ]
      expect((await importLines(lines, '--remove', '--dry-run')).split('\n')).toEqual([
        'line 2\tchanged\tZhangSan\tyoumi\tb01\tb11',
        'line 3\tremoved\tLiSi\tyoumi\tb02\t',
        'line 4\tadded\tWangWu\tyoumi\t\tb03',
        '1 would be added, 1 changed, 1 taken away, 0 are so already',
        '1 links of customers were read',
        'that is more than a tenth: to write it, say --confirm 2',
        'nothing was written',
      ])
      expect(await message(importLines([...lines, 'staff,nobody,youmi,b04,'], '--remove', '--dry-run'))).toMatch(
        /^line 6: 企业微信通讯录里没有这个账号/,
      )
      expect(await tables.count('mapping_batches')).toBe(rows)
      expect([await idOf('zhangsan'), await bff.store.links.ofContact('wm1')]).toEqual(['b01', []])
    })

    it('takes whoever is named for somebody while no list of people has been read, and says so', async () => {
      await tables.empty()
      const said = await importLines(['staff,newcomer,youmi,b01,', 'staff,another,waiqin,w1,'])
      expect(said.split('\n').slice(2)).toEqual([
        'not checked: whether WeCom knows these people, and what rules give them: its list has not been read yet',
        'not checked: whether these accounts are open in youmi: nothing of its people has been read',
        'not checked: whether these accounts are open in waiqin: nothing of its people has been read',
      ])
      expect([await idOf('newcomer'), (await batches()).map(({ undoable }) => undoable)]).toEqual(['b01', [2]])
      expect(await message(importLines(['staff,third,youmi,b01,']))).toMatch(/^line 2: 这个编号已经是另一个人的/)
    })

    it('says what it cannot check without the server’s variables', async () => {
      const file = await fileOf('staff,zhangsan,youmi,b01,')
      expect((await run(['import', file], { config: null })).split('\n').at(-1)).toBe(
        "not checked: which systems are configured, and what rules give: the server's variables are not set here, or one of them is wrong",
      )
      expect(await idOf('zhangsan')).toBe('b01')
    })

    it('keeps no batch where nothing changes, and none of its rows changes for being said again', async () => {
      await importLines(['staff,zhangsan,youmi,b01,'])
      time.pass(1000)
      expect(await importLines(['staff,ZHANGSAN,youmi,b01,'])).toBe('1 links read, 0 changed')
      expect((await batches()).map(({ undoable }) => undoable)).toEqual([1])
    })

    it('lists batches and takes one back once, but for what was changed since', async () => {
      await importLines(['staff,zhangsan,youmi,b01,', 'staff,lisi,youmi,b02,'])
      const [batch] = await batches()
      time.pass(1000)
      await importLines(['staff,lisi,youmi,b12,'])
      const listed = (await run(['batches'])).split('\n')
      expect(listed[1]?.split('\t')).toEqual([
        batch?.id,
        expect.any(String),
        'command line',
        'import',
        'staff.csv',
        '+2 ~0 -0',
        '1 to undo',
      ])
      const undo = (id = '') => run(['undo', 'batch', id])
      expect(await undo(batch?.id)).toBe('1 taken back; 1 stay: changed since, or of whoever may not have the id now')
      expect([await idOf('zhangsan'), await idOf('lisi')]).toEqual([null, 'b12'])
      expect(await message(undo(batch?.id))).toBe('this batch was taken back before')
      expect(await message(undo('nothing'))).toBe('there is no such batch')
      expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({ audit: 'link.delete', of: 'ZhangSan', from: 'b01' })
    })

    it('explains itself where its options cannot be understood', async () => {
      const file = await fileOf('staff,zhangsan,youmi,b01,')
      for (const words of [[], [file, file], [file, '--whole'], [file, '--confirm'], [file, '--confirm', 'all']])
        expect(await message(run(['import', ...words]))).toMatch(/^usage: npm run links -- import FILE/)
    })
  })
}

testCommand('the command on SQLite', async () => `file:${join(folder, 'shared.db')}`)

describe('on a real server', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>> | null = null
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  testCommand('the command on PostgreSQL', async () => (await postgres?.database()) ?? '')
})

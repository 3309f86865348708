import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runLinks } from '../../../src/bff/commands/run-links.ts'
import { openStore } from '../../../src/bff/store/index.ts'
import { toChinaIso } from '../../../src/bff/china-time.ts'
import { writeXlsx } from '../../../src/bff/spreadsheets/write-xlsx.ts'
import { account, member, readPeople } from '../../support/admin-company.ts'
import { clockOf } from '../../support/clock.ts'

let folder: string
let databaseUrl: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-links-'))
  databaseUrl = `file:${join(folder, 'links.db')}`
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const day = 86_400_000
let now = Date.parse('2026-11-20T10:00:00+08:00')
const links = (...words: string[]) =>
  runLinks(words, { databaseUrl, config: null, clock: clockOf(() => now), log: pino({ enabled: false }) })

const header = ['subject', 'wecom_id', 'source', 'source_id', 'note']

async function importLines(...lines: string[]) {
  const file = join(folder, 'links.csv')
  await writeFile(file, [header.join(), ...lines].join('\n'))
  return links('import', file)
}

async function kept<T>(read: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore(databaseUrl)
  return read(store).finally(() => store.close())
}

it('imports, and gives nobody the staff id that somebody else has already', async () => {
  const lines = ['staff,ZhangSan,youmi,b08,', 'contact,wm1,waiqin,c1,']
  expect((await importLines(...lines)).split('\n')[0]).toBe('2 links read, 2 changed')
  await expect(importLines('staff,lisi,youmi,b08,', 'staff,wangwu,youmi,b09,')).rejects.toThrow(
    'line 2: 这个编号已经是另一个人的；确实共用时，请在每一行的 note 列写 shared\nnothing was imported',
  )
  expect(await kept(({ links: { staffId } }) => staffId('wangwu', 'youmi'))).toBeNull()
  await importLines('staff,lisi,youmi,b08,shared')
  expect(await kept(({ links: { staffId } }) => staffId('LiSi', 'youmi'))).toBe('b08')
})

it('takes an imported link away, and brings it back within 30 days', async () => {
  const link = ['contact', 'wm1', 'waiqin', 'c1']
  const ofContact = () => kept(({ links: { ofContact: of } }) => of('wm1'))
  const before = await ofContact()
  expect(before).toHaveLength(1)
  await links('remove', ...link)
  expect(await ofContact()).toEqual([])
  await expect(links('remove', ...link)).rejects.toThrow('there is no such link')
  expect(await links('undo', ...link)).toBe('restored')
  expect(await ofContact()).toEqual(before)
  await expect(links('undo', ...link)).rejects.toThrow('no such link was removed in the last 30 days')
  await links('remove', ...link)
  now += 30 * day
  await expect(links('undo', ...link)).rejects.toThrow('no such link was removed in the last 30 days')
})

it('erases a customer at once, and says what of', async () => {
  await importLines('contact,wm_erased,waiqin,c7,', 'contact,wm_erased,youmi,55,', 'contact,wm_other,waiqin,c7,')
  await links('remove', 'contact', 'wm_erased', 'youmi', '55')
  const said = (await links('erase', 'contact', 'wm_erased')).split('\n')
  expect(said[0]).toBe('wm_erased: erased links 1, removed_links 1')
  expect(said).toContain('was linked to waiqin c7')
  expect(said.join()).toContain('勤策')
  const { time, ...audit } = JSON.parse(said.at(-1) ?? '')
  expect([time, audit]).toEqual([now, { audit: 'erase', kind: 'contact', id: 'wm_erased', rows: 2 }])
  const ofContact = (id: string) => kept((store) => store.links.ofContact(id))
  expect([await ofContact('wm_erased'), await ofContact('wm_other')]).toMatchObject([[], [{ sourceId: 'c7' }]])
  await expect(links('undo', 'contact', 'wm_erased', 'youmi', '55')).rejects.toThrow('no such link was removed')
  expect(await links('erase', 'contact', 'wm_erased')).toMatch(/^wm_erased: nothing was kept\n\{/)
})

it('erases a colleague in any spelling, and signs them out', async () => {
  await importLines('staff,WangWu,waiqin,w77,')
  await kept((store) => store.connections.put({ userid: 'WangWu', source: 'yunzhong', sealed: 's', createdAt: now }))
  const said = await links('erase', 'staff', 'wangwu')
  expect(said).toContain('wangwu: erased connections 1, links 1')
  expect(said).toContain('every session that there may have been has ended')
  expect(said).toContain('was linked to waiqin w77')
  expect(await kept((store) => store.links.staffId('WangWu', 'waiqin'))).toBeNull()
  expect((await kept((store) => store.changes.of(['sessions of wangwu']))).get('sessions of wangwu')).toBe(now)
  expect(await links('erase', 'staff', 'wangwu')).toContain('wangwu: nothing was kept')
})

it('erases nothing where it is not said of whom', async () => {
  const wrong = [
    [],
    ['contact'],
    ['staff'],
    ['contact', 'a', 'b'],
    ['customer', 'wm1'],
    ['contact', 'no id'],
    ['staff', ''],
  ]
  for (const words of wrong) await expect(links('erase', ...words)).rejects.toThrow(/^usage: npm run links -- /)
})

it('takes a workbook, and an id away only where that is said', async () => {
  const file = join(folder, 'staff.xlsx')
  const rows = [header, ['staff', 'SunQi', 'waiqin', 'w70', ''], ['staff', 'zhouba', 'waiqin', '', '']]
  await writeFile(file, await writeXlsx(rows, 5))
  expect(await links('import', file)).toMatch(/^2 links read, 1 changed\n/)
  expect(await links('list', 'sunqi')).toBe(`SunQi\twaiqin\tw70\timport\t${toChinaIso(now)}`)
  await expect(importLines('staff,sunqi,waiqin,,')).rejects.toThrow(
    'line 2: takes an id away: fill source_id in, or say --remove\nnothing was imported',
  )
  expect(await links('import', join(folder, 'links.csv'), '--remove')).toMatch(
    /^1 links read, 1 changed, 1 of them taken away\n/,
  )
  expect(await links('list', 'sunqi')).toBe('sunqi: has no id')
})

it('exports everybody in the columns of the import, and takes it back with nothing changed', async () => {
  await kept((store) => readPeople(store, [member('WuJiu', '=吴九'), member('zhengshi')]))
  await importLines('staff,WuJiu,tanma,t9,')
  expect((await links('export')).split('\r\n')).toEqual(
    expect.arrayContaining([`staff,WuJiu,tanma,t9,,'=吴九,销售部`, 'staff,zhengshi,tanma,,,zhengshi,销售部']),
  )
  for (const name of ['all.csv', 'all.xlsx']) {
    const file = join(folder, name)
    const [written] = /^\d+/.exec(await links('export', file)) ?? []
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await links('import', file)).split('\n')[0]).toBe(`${written} links read, 0 changed`)
  }
})

it('suggests with reasons, and links nobody', async () => {
  const vendor = { tanma: [account('900', { code: 'zhengshi', name: '郑十' })] }
  await kept((store) => readPeople(store, [member('zhengshi', '郑十')], vendor))
  const said = (await links('suggest')).split('\n')
  expect(said).toEqual([
    'zhengshi\t郑十\ttanma\t900\t郑十\tone\tsame_userid,same_name',
    '1 suggestions; nothing was linked',
  ])
  expect(await links('list', 'zhengshi')).toBe('zhengshi: has no id')
})

it('says how it is used', async () => {
  for (const words of [[], ['remove', 'staff', 'zhangsan', 'youmi', 'b08'], ['undo', 'contact', 'wm1', 'tanma', 'c1']])
    await expect(links(...words)).rejects.toThrow(/^usage: npm run links -- /)
})

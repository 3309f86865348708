import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runLinks } from '../../../src/bff/commands/run-links.ts'
import { openStore } from '../../../src/bff/store/index.ts'
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
const links = (...words: string[]) => runLinks(words, { databaseUrl, clock: clockOf(() => now) })

async function importLines(...lines: string[]) {
  const file = join(folder, 'links.csv')
  await writeFile(file, ['subject,wecom_id,source,source_id,note', ...lines].join('\n'))
  return links('import', file)
}

async function kept<T>(read: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore(databaseUrl)
  return read(store).finally(() => store.close())
}

it('imports, and gives nobody the staff id that somebody else has already', async () => {
  const lines = ['staff,ZhangSan,youmi,b08,', 'contact,wm1,waiqin,c1,']
  expect(await importLines(...lines)).toBe('2 links read, 2 changed')
  await expect(importLines('staff,lisi,youmi,b08,', 'staff,wangwu,youmi,b09,')).rejects.toThrow(
    'line 2: source_id belongs to somebody imported before, not marked shared: correct it, or write shared in the column note\nnothing was imported',
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

it('says how it is used', async () => {
  for (const words of [[], ['remove', 'staff', 'zhangsan', 'youmi', 'b08'], ['undo', 'contact', 'wm1', 'tanma', 'c1']])
    await expect(links(...words)).rejects.toThrow(/^usage: npm run links -- /)
})

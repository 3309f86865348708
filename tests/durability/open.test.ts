import { chmod, mkdir, mkdtemp, rm, truncate, writeFile, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import { startProcess } from '../support/bff-process.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-open-'))
  path = join(folder, 'open.db')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Makes a database of ours with links in it, and closes it. */
async function fill(): Promise<void> {
  const store = await openStore(`file:${path}`)
  const row = { subject: 'staff', source: 'waiqin' } as const
  const rows = Array.from({ length: 400 }, (_, index) => ({ ...row, wecomId: `staff-${index}`, sourceId: `${index}` }))
  await store.links.importRows(rows, 'import', 1)
  await store.close()
}

/** Runs SQL on the file through a connection of its own, which stays open until `use` settles. */
async function withOther<T>(sql: string, use: () => Promise<T>): Promise<T> {
  const other = new Libsql(path)
  other.exec(sql)
  return use().finally(() => other.close())
}

const said = () =>
  openStore(`file:${path}`).then(
    async (store) => {
      await store.close()
      return 'opened'
    },
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  )
const sentence = (words: string, code: string) => `DATABASE_URL: file ${path} ${words} (${code})`

describe('a database file', () => {
  it('that is something else is named in one line', async () => {
    await writeFile(path, 'this is no database, and never was\n'.repeat(300))
    expect(await said()).toBe(sentence('is not a database, or damaged', 'SQLITE_NOTADB'))
  })

  it('that is cut off is named in one line', async () => {
    await fill()
    await truncate(path, 20_000)
    expect(await said()).toBe(sentence('is damaged', 'SQLITE_CORRUPT'))
  })

  it('whose links are damaged is not served as if they were few', async () => {
    await fill()
    const other = new Libsql(path)
    const root: unknown = other.prepare(`select rootpage from sqlite_master where name = 'links'`).raw().get()
    other.close()
    const page = Array.isArray(root) ? Number(root[0]) : Number.NaN
    expect(page).toBeGreaterThan(1)
    const file = await open(path, 'r+')
    await file.write(Buffer.alloc(4096, 7), 0, 4096, (page - 1) * 4096)
    await file.close()
    expect(await said()).toContain('is damaged')
  })

  it('that is a folder is named in one line', async () => {
    await mkdir(path)
    expect(await said()).toBe(sentence('is a folder', 'EISDIR'))
  })

  it('that a later version wrote is left alone', async () => {
    await fill()
    const later = `insert into kysely_migration (name, timestamp) values ('999_later', '2030-01-01')`
    const words = await withOther(later, said)
    expect(words).toBe(sentence('was written by a newer version of this program', 'NEWER_SCHEMA'))
  })

  it(
    'that another process has locked is named after a while, and opens once it is free',
    { timeout: 60_000 },
    async () => {
      await fill()
      expect(await withOther('begin immediate', said)).toBe(sentence('is locked by another process', 'SQLITE_BUSY'))
      expect(await said()).toBe('opened')
    },
  )
})

describe('a folder that may not be written', () => {
  it('stops the start with one line', { timeout: 120_000 }, async () => {
    await fill()
    await chmod(path, 0o444)
    await chmod(folder, 0o555)
    const environment = {
      PUBLIC_ORIGIN: 'http://localhost:8080',
      SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
      APP_DIR: 'tests/fixtures/app',
      DATABASE_URL: `file:${path}`,
      WECOM_CORP_ID: 'ww1',
      WECOM_AGENT_ID: '7',
      WECOM_SECRET: 'top-secret',
    }
    // Root may write anywhere, so the BFF runs as the user `nobody` (65534) then.
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {}
    const bff = startProcess({ environment, ...uid })
    expect((await bff.ended).code).toBe(1)
    expect(bff.said().trim()).toBe(sentence('may not be read and written', 'EACCES'))
  })
})

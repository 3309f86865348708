import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import { startPostgres } from '../support/postgres.ts'
import { testStore } from './store.ts'

let folder = ''
let files = 0
const newFile = async () => {
  files += 1
  return join(folder, `${files}`, 'store.db')
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-store-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

testStore('SQLite', async () => `file:${await newFile()}`)

describe('a file that cannot be used', () => {
  it('is named when it is not a database', async () => {
    const path = join(folder, 'garbage.db')
    await writeFile(path, 'not a database '.repeat(1000))
    await expect(openStore(`file:${path}`)).rejects.toThrow(`DATABASE_URL: file ${path} is not a database`)
  })

  it('is named when its folder cannot be made', async () => {
    await writeFile(join(folder, 'plain'), '')
    const path = join(folder, 'plain', 'store.db')
    await expect(openStore(`file:${path}`)).rejects.toThrow(`DATABASE_URL: file ${path} cannot be opened`)
  })

  it('is named when another process keeps it locked', async () => {
    const path = join(folder, 'locked.db')
    const holder = new Libsql(path)
    holder.pragma('locking_mode = exclusive')
    holder.exec('create table held (id text); begin exclusive')
    await expect(openStore(`file:${path}`)).rejects.toThrow(`DATABASE_URL: file ${path} is locked by another process`)
    holder.close()
  })
})

describe('on a real server', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>> | null = null
  const server = () => {
    if (!postgres) throw new Error('PostgreSQL is not running')
    return postgres
  }

  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())

  testStore('PostgreSQL', () => server().database())

  it('tells neither user nor password when the server refuses', async () => {
    const url = (await server().database()).replace('secret-of-the-tests', 'wrong-secret')
    const error = await openStore(url).catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/^Error: DATABASE_URL: 127\.0\.0\.1:\d+\/store_\d+ refuses who signs in \(28P01\)$/)
  })
})

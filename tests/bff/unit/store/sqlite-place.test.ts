import { copyFile, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseFiles } from '../../../../src/bff/store/files.ts'
import { openStore } from '../../../../src/bff/store/index.ts'

let folder = ''
let path = ''
let url = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-place-'))
  path = join(folder, 'store.db')
  url = `file:${path}`
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const marker = (): string => `${path}.marker`
const removeDatabase = () => Promise.all(databaseFiles(path).map((file) => rm(file, { force: true })))

/** As a server's start and end. */
async function run(
  work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<unknown> = async () => null,
  mayCreate = false,
) {
  const store = await openStore(url, { mayCreate })
  const { wasRestored } = store
  await store.countOn()
  await work(store)
  await store.close()
  return wasRestored
}

describe('the place of a database', () => {
  it('that is empty becomes one without a word', async () => {
    await expect(run()).resolves.toBe(false)
    expect((await stat(marker())).mode & 0o777).toBe(0o600)
  })

  it('where one was is not begun anew, unless that is asked for', async () => {
    await run()
    await removeDatabase()
    await expect(openStore(url)).rejects.toThrow(/not there any more.*DATABASE_CREATE=1/)
    await expect(stat(path)).rejects.toThrow()
    expect([await run(undefined, true), await run()]).toEqual([false, false])
  })

  it('where a command made a new one is not taken for a backup by the server', async () => {
    await run()
    await removeDatabase()
    await openStore(url, { mayCreate: true }).then((store) => store.close())
    await expect(run()).resolves.toBe(false)
  })

  it('where a backup was brought back says so, once', async () => {
    await run()
    await copyFile(path, join(folder, 'backup.db'))
    await run()
    await removeDatabase()
    await rename(join(folder, 'backup.db'), path)
    expect([await run(), await run()]).toEqual([true, false])
  })
})

describe('a database that is taken away while it is open', () => {
  it.each([
    ['deleted', () => rm(path)],
    ['replaced', async () => copyFile(path, `${path}.copy`).then(() => rename(`${path}.copy`, path))],
  ])('%s: no write is acknowledged, and the store does not answer', async (_what, take) => {
    await run(async (store) => {
      await store.ping()
      await take()
      const replaced = { code: 'SQLITE_REPLACED' }
      await expect(store.ping()).rejects.toMatchObject(replaced)
      await expect(store.changes.mark('a', 1)).rejects.toMatchObject(replaced)
      await expect(
        store.links.add('wm1', { source: 'waiqin', sourceId: '1', name: null, linkedBy: 'a', linkedAt: 1 }),
      ).rejects.toMatchObject(replaced)
    })
  })
})

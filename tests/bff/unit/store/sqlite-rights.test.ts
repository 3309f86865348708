import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { databaseFiles } from '../../../../src/bff/store/files.ts'
import { openStore } from '../../../../src/bff/store/index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-rights-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const rightsOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)

it('a database is its owner’s alone, with its log, and so is a folder that is made for it', async () => {
  const path = join(folder, 'made', 'here', 'store.db')
  const store = await openStore(`file:${path}`)
  expect(await Promise.all(databaseFiles(path).map(rightsOf))).toEqual(['600', '600', '600'])
  expect(await Promise.all([join(folder, 'made'), join(folder, 'made', 'here')].map(rightsOf))).toEqual(['700', '700'])
  await store.close()
})

it('a file that others could read is closed to them, and a folder that was there is left alone', async () => {
  await chmod(folder, 0o755)
  const path = join(folder, 'store.db')
  await writeFile(path, '', { mode: 0o644 })
  const store = await openStore(`file:${path}`)
  expect(await rightsOf(path)).toBe('600')
  expect(await rightsOf(folder)).toBe('755')
  await store.close()
})

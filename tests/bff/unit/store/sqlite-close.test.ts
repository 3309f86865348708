import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openStore } from '../../../../src/bff/store/index.ts'

it('closes a file after whoever still writes to it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-close-'))
  const url = `file:${join(folder, 'store.db')}`
  const store = await openStore(url)
  const writing = Promise.all(['a', 'b', 'c'].map((subject) => store.changes.mark(subject, 1)))
  await store.close()
  await writing
  const again = await openStore(url)
  expect((await again.changes.of(['a', 'b', 'c'])).size).toBe(3)
  await again.close()
  await rm(folder, { recursive: true, force: true })
})

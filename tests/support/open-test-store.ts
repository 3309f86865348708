import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/bff/store/index.ts'
import type { Store } from '../../src/bff/store/store.ts'

/** A real store on a file of its own, gone when it is closed. */
export async function openTestStore(): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-unit-'))
  const store = await openStore(`file:${join(folder, 'test.db')}`)
  const close = async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...store, close }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Simulators } from '../../src/sandbox/simulators.ts'
import { startBff } from '../bff/start-bff.ts'
import { openDatabase, type Database } from './database.ts'

/** A mirror that nobody disturbs, of what is true now. */
export async function withReference<T>(simulators: Simulators, use: (reference: Database) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-reference-'))
  const databaseUrl = `file:${join(folder, 'reference.db')}`
  const environment = { ...simulators.environment, DATABASE_URL: databaseUrl }
  const bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url })
  try {
    await bff.sync()
    const reference = openDatabase(databaseUrl)
    return await use(reference).finally(() => reference.close())
  } finally {
    await bff.close()
    await rm(folder, { recursive: true, force: true })
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { startBff } from '../support/start-bff.ts'
import { mirroredRows, openDatabase } from './database.ts'

/** What a mirror that was never disturbed would hold now. */
export async function referenceRows(simulators: Simulators): ReturnType<typeof mirroredRows> {
  const folder = await mkdtemp(join(tmpdir(), 'sidedesk-reference-'))
  const databaseUrl = `file:${join(folder, 'reference.db')}`
  const environment = { ...simulators.environment, DATABASE_URL: databaseUrl }
  const bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url })
  const database = openDatabase(databaseUrl)
  try {
    await bff.sources.sync(AbortSignal.timeout(120_000))
    return await mirroredRows(database)
  } finally {
    await database.close()
    await bff.close()
    await rm(folder, { recursive: true, force: true })
  }
}

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { systemClock } from '../../../src/bff/clock.ts'

const run = promisify(execFile)
/** Each command is a process of its own. */
const timeout = 120_000
let folder: string
let wecom: WecomVendor
let bff: TestBff

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-links-'))
  wecom = await startWecom({ world: createWorld({ now: Date.now() }), clock: systemClock, publicOrigin })
  const DATABASE_URL = `file:${join(folder, 'shared.db')}`
  bff = await startBff({ environment: { ...wecom.environment, DATABASE_URL }, wecomUrl: wecom.url })
})
afterAll(async () => {
  await bff.close()
  await wecom.close()
  await rm(folder, { recursive: true, force: true })
})

async function links(...args: string[]): Promise<[number, string]> {
  const env = { ...process.env, NODE_ENV: 'production', DATABASE_URL: `file:${join(folder, 'shared.db')}` }
  return run(process.execPath, ['dist/bff/links.js', ...args], { env }).then(
    ({ stdout }) => [0, stdout.trim()],
    (error: { code: number; stderr: string }) => [error.code, error.stderr.trim()],
  )
}

it(
  'ends all sessions of a person while the server runs, and says where nothing is known of one',
  { timeout },
  async () => {
    const { store } = bff
    const [mine, hers] = [await bff.signIn('mengxiangyu'), await bff.signIn('linxiaomei')]
    const statuses = async () => [
      (await bff.get('/api/session', mine)).statusCode,
      (await bff.get('/api/session', hers)).statusCode,
    ]
    expect(await statuses()).toEqual([200, 200])
    const row = { subject: 'staff', wecomId: 'mengxiangyu', source: 'waiqin', sourceId: 'w1' } as const
    await store.links.importRows([row], 'import', 1)
    expect(await links('revoke', 'MengXiangyu')).toEqual([
      0,
      'MengXiangyu: every session that there may have been has ended',
    ])
    expect(await statuses()).toEqual([401, 200])
    const [code, said] = await links('revoke', 'nobody')
    expect([code, said]).toEqual([0, expect.stringContaining('nothing else is kept of this userid')])
  },
)

it('says that somebody who counts as left is there', { timeout }, async () => {
  await bff.store.departures.leave('mengxiangyu', Date.now(), false)
  expect(await links('restore', 'mengxiangyu')).toEqual([0, expect.stringContaining('no longer counts as left')])
  expect(await bff.store.departures.of('mengxiangyu')).toBeNull()
  expect(await links('restore', 'mengxiangyu')).toEqual([0, expect.stringContaining('is not marked as left')])
})

it('explains itself', { timeout }, async () => {
  for (const args of [['revoke'], ['toString', 'x']]) {
    const [code, said] = await links(...args)
    expect([code, said]).toEqual([1, expect.stringContaining('usage: npm run links')])
  }
})

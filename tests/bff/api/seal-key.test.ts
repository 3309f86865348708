import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startYunzhongWork, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { startBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
let folder: string
let shared: Record<string, string>
let bench: YunzhongBench

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-seal-'))
  shared = { DATABASE_URL: `file:${join(folder, 'shared.db')}` }
  bench = await startYunzhongWork({ clock, environment: shared })
  const cookie = await bench.bff.signIn('mengxiangyu')
  await bench.connect(cookie, 'mengxiangyu')
})
afterAll(async () => {
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

/** What 芸众's list says to somebody who signs in with these keys. */
async function stateWith(keys: Record<string, string>): Promise<string> {
  const { environment, vendors } = bench.simulators
  const bff = await startBff({
    environment: { ...environment, ...shared, ...keys },
    wecomUrl: vendors.wecom.url,
    clock,
  })
  const cookie = await bff.signIn('mengxiangyu')
  const { state } = (await bff.get('/api/me/notices', cookie)).json<{ state: string }>()
  await bff.close()
  return state
}

it('a new SESSION_KEY destroys no login at 芸众 that was used since SEAL_KEY is there', async () => {
  const SEAL_KEY = 'a-sealing-key-of-the-tests-0123456789'
  expect(await stateWith({ SEAL_KEY })).toBe('fresh')
  expect(await stateWith({ SEAL_KEY, SESSION_KEY: 'another-session-key-0123456789-abcdef' })).toBe('fresh')
  expect(await stateWith({ SESSION_KEY: 'another-session-key-0123456789-abcdef' })).toBe('disconnected')
})

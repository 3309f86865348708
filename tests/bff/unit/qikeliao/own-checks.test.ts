import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { createOwnChecks } from '../../../../src/bff/admin/doctor/own-checks.ts'
import { readConfig } from '../../../../src/bff/config/config.ts'

const needed = {
  PUBLIC_ORIGIN: 'https://desk.example.com',
  SESSION_KEY: 'a-session-key-of-the-tests-0123456789',
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'top-secret-value',
  APP_DIR: fileURLToPath(new URL('../../../fixtures/app', import.meta.url)),
}

async function findings(environment: Record<string, string>) {
  const own = createOwnChecks(readConfig({ ...needed, ...environment })).filter(({ group }) => group === '企客聊')
  return Promise.all(own.map(async ({ id, run }) => [id, (await run(AbortSignal.timeout(1000))).state]))
}

it('the doctor looks at the page that 企客聊 opens, and warns of a short private key', async () => {
  const QKL_MERCHANT_ID = '640462692'
  expect(await findings({})).toEqual([])
  expect(await findings({ QKL_MERCHANT_ID, QKL_PRIVATE_KEY: 'k'.repeat(24) })).toEqual([
    ['qikeliao-page', 'ok'],
    ['qikeliao-key', 'ok'],
  ])
  const APP_DIR = `${needed.APP_DIR}/assets`
  expect(await findings({ APP_DIR, QKL_MERCHANT_ID, QKL_PRIVATE_KEY: 'k'.repeat(23) })).toEqual([
    ['qikeliao-page', 'fail'],
    ['qikeliao-key', 'warn'],
  ])
})

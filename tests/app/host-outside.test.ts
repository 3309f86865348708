import { expect, test } from 'vitest'
import { createFakeTimer } from './fake-timer.ts'
import { boot } from './samples.ts'

const { createWecomHost } = await import('../../src/app/host/wecom-host.ts')

test('outside WeCom, where the SDK would wait for ever, it says so at once', async () => {
  const host = createWecomHost({ boot, sign: () => Promise.reject(new Error('asked')), timer: createFakeTimer() })
  await expect(host.context(new AbortController().signal)).rejects.toMatchObject({ code: 'outside_wecom' })
})

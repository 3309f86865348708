import { expect, test } from 'vitest'
import { createFakeTimer } from './support/fake-timer.ts'
import { boot } from './support/samples.ts'

const { createWecomHost } = await import('../../src/app/host/wecom/wecom-host.ts')

test('outside WeCom, where the SDK would wait for ever, it says so at once', async () => {
  const host = createWecomHost({ boot, sign: () => Promise.reject(new Error('asked')), timer: createFakeTimer() })
  await expect(host.context(new AbortController().signal)).rejects.toMatchObject({ code: 'outside_wecom' })
})

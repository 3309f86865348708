import { expect, test } from 'vitest'
import { createFakeBridge, pretendWeCom } from './support/fake-bridge.ts'
import { createFakeTimer } from './support/fake-timer.ts'
import { boot } from './support/samples.ts'

pretendWeCom()
const { createWecomHost } = await import('../../src/app/host/wecom/wecom-host.ts')

const sign = async (url: string) => ({
  corpId: 'ww1',
  agentId: '1000002',
  url,
  timestamp: 1,
  nonceStr: 'nonce',
  signature: 'signed',
})
const { signal } = new AbortController()

test('a bridge that does not come is given up after twice 3 s; one that comes late is used', async () => {
  const timer = createFakeTimer()
  const host = createWecomHost({ boot, sign, timer })
  const first = host.context(signal).catch((error: unknown) => error)
  await timer.advance(3000)
  await timer.advance(3000)
  expect(await first).toMatchObject({ code: 'sdk_timeout', step: 'bridge' })

  const second = host.context(signal)
  await timer.advance(2000)
  createFakeBridge().install()
  document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  await expect(second).resolves.toEqual({ kind: 'contact', externalUserId: 'wmAAA' })
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { signatureOf } from '../../src/sandbox/vendors/wecom/agent-config.ts'
import { startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
beforeEach(async () => {
  fixture = await startWecomFixture()
})
afterEach(() => fixture.wecom.close())

const page = 'http://localhost:8080/?a=1'

async function configOf(url: string) {
  const { ticket } = await fixture.get('ticket/get', { type: 'agent_config' })
  const { corpId: corpid, agentId: agentid } = fixture.world
  const [nonceStr, timestamp] = ['abc', '1790000000']
  return { corpid, agentid, nonceStr, timestamp, signature: signatureOf(String(ticket), nonceStr, timestamp, url) }
}

test('the official vector of the signature holds', () => {
  const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg'
  const url = 'http://mp.weixin.qq.com?params=value'
  expect(signatureOf(ticket, 'Wm3WZYTPz0wzccnW', '1414587457', url)).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed')
})

test('a signature for the page is good, whatever its hash', async () => {
  const config = await configOf(page)
  expect(fixture.wecom.judgeAgentConfig(config, page)).toEqual({ err_msg: 'agentConfig:ok' })
  expect(fixture.wecom.judgeAgentConfig(config, `${page}#/x`)).toEqual({ err_msg: 'agentConfig:ok' })
})

test('a signature for another page, or by a former ticket, is 40093', async () => {
  const invalid = { err_msg: 'agentConfig:fail_invalid signature', err_code: 40093 }
  const config = await configOf(page)
  expect(fixture.wecom.judgeAgentConfig(config, 'http://localhost:8080/')).toEqual(invalid)
  expect(fixture.wecom.judgeAgentConfig({ ...config, timestamp: '1790000001' }, page)).toEqual(invalid)
  fixture.wecom.expireTickets()
  expect(fixture.wecom.judgeAgentConfig(config, page)).toEqual(invalid)
})

test('another company and another agent have their own refusals', async () => {
  const config = await configOf(page)
  expect(fixture.wecom.judgeAgentConfig({ ...config, corpid: 'ww0' }, page)).toMatchObject({ err_code: 40013 })
  expect(fixture.wecom.judgeAgentConfig({ ...config, agentid: '1' }, page)).toMatchObject({ err_code: 40056 })
})

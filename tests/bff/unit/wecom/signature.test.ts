import { expect, it } from 'vitest'
import { sign, signPage } from '../../../../src/bff/wecom/signature.ts'

const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg'

it('signs as the example of WeCom does', () => {
  const signable = { ticket, nonceStr: 'Wm3WZYTPz0wzccnW', timestamp: 1_414_587_457 }
  expect(sign({ ...signable, url: 'http://mp.weixin.qq.com?params=value' })).toBe(
    '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
  )
})

it('signs a page with a time in seconds and a nonce of its own', () => {
  const page = {
    corpId: 'ww1',
    agentId: '7',
    ticket,
    url: 'https://desk.example.com/?a=b&c=%20',
    now: 1_414_587_457_999,
  }
  const [one, other] = [signPage(page), signPage(page)]
  expect(one).toMatchObject({ corpId: 'ww1', agentId: '7', url: page.url, timestamp: 1_414_587_457 })
  expect(one.nonceStr).not.toBe(other.nonceStr)
  expect(one.signature).toBe(sign({ ticket, nonceStr: one.nonceStr, timestamp: one.timestamp, url: page.url }))
})

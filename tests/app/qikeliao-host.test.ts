import { expect, test } from 'vitest'
import { createQikeliaoHost } from '../../src/app/host/qikeliao/qikeliao-host.ts'

const { signal } = new AbortController()
const host = createQikeliaoHost('wmAAA')

test('beside 企客聊 the subject is the contact that it opened the page for', async () => {
  expect(await host.context(signal)).toEqual({ kind: 'contact', externalUserId: 'wmAAA' })
})

test('企客聊 takes nothing from the page: no message, no chat, no link, no way back', async () => {
  expect(host.canSend()).toBe(false)
  expect(await host.send({ type: 'text', text: '您好' }, signal)).toEqual({ kind: 'refused', code: 'not_here' })
  expect(await host.openChat({ kind: 'colleague', userid: 'linxiaomei' })).toBe(false)
  expect(host.openLink('https://example.com/')).toBeNull()
  expect(host.backToChat()).toBeNull()
})

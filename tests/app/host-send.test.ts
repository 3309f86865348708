import { beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '#contract/content'
import { createFakeBridge, pretendWeCom, type Reply } from './support/fake-bridge.ts'
import { createFakeTimer, settled } from './support/fake-timer.ts'
import { boot } from './support/samples.ts'

// The SDK looks at the client once, when it is imported.
pretendWeCom()
const bridge = createFakeBridge()
bridge.install()
const { createWecomHost } = await import('../../src/app/host/wecom/wecom-host.ts')

const text: Content = { type: 'text', text: '您好' }
const { signal } = new AbortController()
let page = 0

async function openHost(entry = 'single_chat_tools', answer: Reply = { err_msg: 'sendChatMessage:ok' }) {
  bridge.reply({ getContext: { err_msg: 'getContext:ok', entry }, sendChatMessage: answer })
  const timer = createFakeTimer()
  const signature = { corpId: 'ww1', agentId: '1', url: '', timestamp: 1, nonceStr: 'n', signature: 's' }
  const host = createWecomHost({ boot, timer, sign: async (url) => ({ ...signature, url }) })
  await host.context(signal)
  return { host, timer }
}

beforeEach(() => {
  bridge.calls.length = 0
  // Another URL makes the SDK forget its agentConfig.
  window.history.replaceState(null, '', `/?send=${(page += 1)}`)
})

test('asks for the right to send, and sends what the client takes', async () => {
  const { host } = await openHost()
  await expect(host.send(text, signal)).resolves.toEqual({ kind: 'ok' })
  expect(bridge.calls.find(({ name }) => name === 'agentConfig')?.params['jsApiList']).toContain('sendChatMessage')
  expect(bridge.calls.find(({ name }) => name === 'sendChatMessage')?.params).toMatchObject({
    msgtype: 'text',
    text: { content: '您好' },
  })
})

test.each([
  ['single_chat_tools', true],
  ['group_chat_tools', true],
  ['single_kf_tools', true],
  ['contact_profile', false],
  ['normal', false],
])('from %s it can send: %s', async (entry, canSend) => {
  const { host } = await openHost(entry)
  expect(host.canSend()).toBe(canSend)
})

test('goes back to the chat on a phone, whose page covers it, and nowhere else', async () => {
  const { host } = await openHost()
  expect(host.backToChat()).toBeNull()
  pretendWeCom('Mozilla/5.0 (Linux; Android 14) Chrome/130.0.0.0 wxwork/4.1.36')
  bridge.reply({ closeWindow: { err_msg: 'closeWindow:ok' } })
  await expect(host.backToChat()).resolves.toBe(true)
  bridge.reply({ closeWindow: { err_msg: 'closeWindow:fail' } })
  await expect(host.backToChat()).resolves.toBe(false)
  expect(bridge.calls.find(({ name }) => name === 'agentConfig')?.params['jsApiList']).toContain('closeWindow')
  pretendWeCom()
})

describe('a refusal is named:', () => {
  test.each([
    ['sendChatMessage:fail_nopermission', 'no_permission'],
    ['sendChatMessage:fail no permission', 'no_permission'],
    ['sendChatMessage:cancel', 'cancelled'],
    ['sendChatMessage:function_not_exist', 'not_supported'],
    ['sendChatMessage:fail without context of external contact', 'not_here'],
    ['sendChatMessage:fail invalid imgUrl', 'bad_content'],
    ['sendChatMessage:fail', 'failed'],
  ])('%s', async (err_msg, code) => {
    const { host } = await openHost('single_chat_tools', { err_msg })
    await expect(host.send(text, signal)).resolves.toEqual({ kind: 'refused', code })
  })

  test('content that the client could not take is not even tried', async () => {
    const { host } = await openHost()
    await expect(host.send({ type: 'unknown', raw: '' }, signal)).resolves.toEqual({
      kind: 'refused',
      code: 'bad_content',
    })
    expect(bridge.names()).not.toContain('sendChatMessage')
  })
})

test('a client that never answers is given up after 20 s, as unknown', async () => {
  const { host, timer } = await openHost('single_chat_tools', 'never')
  let outcome: unknown = 'waiting'
  void host.send(text, signal).then((value) => (outcome = value))
  await timer.advance(19_999)
  await settled()
  expect(outcome).toBe('waiting')
  await timer.advance(1)
  expect(outcome).toEqual({ kind: 'unknown' })
})

test('opens the chat with one contact or colleague, and a group by its id', async () => {
  const { host } = await openHost('normal')
  bridge.reply({ openEnterpriseChat: { err_msg: 'openEnterpriseChat:ok' } })
  await expect(host.openChat({ kind: 'contact', externalUserId: 'wm1' })).resolves.toBe(true)
  await expect(host.openChat({ kind: 'chat', chatId: 'wr1' })).resolves.toBe(true)
  await expect(host.openChat({ kind: 'colleague', userid: 'linxiaomei' })).resolves.toBe(true)
  const asked = bridge.calls.filter(({ name }) => name === 'openEnterpriseChat').map(({ params }) => params)
  expect(asked).toMatchObject([
    { externalUserIds: 'wm1', groupName: '' },
    { chatId: 'wr1' },
    { userIds: 'linxiaomei', groupName: '' },
  ])
})

test('says that a chat was not opened when the client refuses, or is silent', async () => {
  const { host, timer } = await openHost('normal')
  bridge.reply({ openEnterpriseChat: { err_msg: 'openEnterpriseChat:fail unsupported chat' } })
  await expect(host.openChat({ kind: 'chat', chatId: 'wr1' })).resolves.toBe(false)
  bridge.reply({ openEnterpriseChat: 'never' })
  const silent = host.openChat({ kind: 'contact', externalUserId: 'wm1' })
  await settled()
  await timer.advance(8000)
  await expect(silent).resolves.toBe(false)
})

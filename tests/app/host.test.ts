import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listenLikeABrowser, nextTurn } from './support/browser-rejections.ts'
import { createFakeBridge, pretendWeCom, type Reply } from './support/fake-bridge.ts'
import { createFakeTimer, settled } from './support/fake-timer.ts'
import { boot } from './support/samples.ts'

// The SDK looks at the client once, when it is imported.
pretendWeCom()
const bridge = createFakeBridge()
bridge.install()
const { createWecomHost } = await import('../../src/app/host/wecom/wecom-host.ts')
const { ProblemError } = await import('../../src/app/api/problem-error.ts')

const unhandled = listenLikeABrowser()
let page = 0
const signature = (url: string) => ({
  corpId: 'ww1',
  agentId: '1000002',
  url,
  timestamp: 1,
  nonceStr: 'nonce',
  signature: `signed ${url}`,
})
const sign = vi.fn(async (url: string) => signature(url))
const signal = new AbortController().signal

function createHost(mine = boot) {
  const timer = createFakeTimer()
  return { timer, host: createWecomHost({ boot: mine, sign, timer }) }
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => error,
  )
}

beforeEach(() => {
  pretendWeCom()
  sign.mockReset().mockImplementation(async (url) => signature(url))
  bridge.reply({})
  bridge.slow(0)
  bridge.calls.length = 0
  // Another URL makes the SDK forget its agentConfig.
  window.history.replaceState(null, '', `/?page=${(page += 1)}`)
})

afterEach(async () => {
  await nextTurn()
  expect(unhandled).toEqual([])
})

describe('who is open', () => {
  test.each(['single_chat_tools', 'contact_profile', 'single_kf_tools'])('is a customer from %s', async (entry) => {
    bridge.reply({ getContext: { err_msg: 'getContext:ok', entry } })
    await expect(createHost().host.context(signal)).resolves.toEqual({ kind: 'contact', externalUserId: 'wmAAA' })
    expect(bridge.names()).toEqual(['agentConfig', 'getContext', 'getCurExternalContact', 'getCurExternalChat'])
  })

  test('is a group from group_chat_tools', async () => {
    bridge.reply({ getContext: { err_msg: 'getContext:ok', entry: 'group_chat_tools' } })
    await expect(createHost().host.context(signal)).resolves.toEqual({ kind: 'chat', chatId: 'wrAAA' })
  })

  test('is nobody from the workbench', async () => {
    bridge.reply({ getContext: { err_msg: 'getContext:ok', entry: 'normal' } })
    await expect(createHost().host.context(signal)).resolves.toEqual({ kind: 'me' })
  })

  test.each([
    ['single_chat_tools', 'getCurExternalChat', { kind: 'contact', externalUserId: 'wmAAA' }],
    ['group_chat_tools', 'getCurExternalContact', { kind: 'chat', chatId: 'wrAAA' }],
    ['normal', 'getCurExternalContact', { kind: 'me' }],
  ])('from %s is not held up by %s, which is not allowed there', async (entry, other, open) => {
    const getContext = { err_msg: 'getContext:ok', entry }
    for (const reply of [{ err_msg: `${other}:fail_no permission` }, 'never' as const]) {
      bridge.reply({ getContext, [other]: reply })
      await expect(createHost().host.context(signal)).resolves.toEqual(open)
    }
  })

  test('is known after two waits for the client', async () => {
    bridge.slow(60)
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const asked = createHost().host.context(signal)
    const answered = vi.fn()
    void asked.then(answered)
    await vi.advanceTimersByTimeAsync(119)
    expect(answered).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(answered).toHaveBeenCalledWith({ kind: 'contact', externalUserId: 'wmAAA' })
    vi.useRealTimers()
  })

  test('is asked again without another signature', async () => {
    const { host } = createHost()
    await host.context(signal)
    await host.context(signal)
    expect(bridge.names().filter((name) => name === 'agentConfig')).toHaveLength(1)
    expect(sign).toHaveBeenCalledTimes(1)
  })
})

describe('the signature', () => {
  test('comes with the page', async () => {
    const url = window.location.href
    await createHost({ ...boot, signature: signature(url) }).host.context(signal)
    expect(sign).not.toHaveBeenCalled()
    expect(bridge.calls[0]?.params).toMatchObject({ corpid: 'ww1', agentid: '1000002', signature: `signed ${url}` })
  })

  test('that came with the page is not tried twice: the second try asks for another', async () => {
    const url = window.location.href
    bridge.reply({
      agentConfig: ({ signature: given }) =>
        given === 'fresh'
          ? { err_msg: 'agentConfig:ok' }
          : { err_msg: 'agentConfig:fail_invalid signature', err_code: 40093 },
    })
    sign.mockImplementation(async (asked) => ({ ...signature(asked), signature: 'fresh' }))
    await expect(createHost({ ...boot, signature: signature(url) }).host.context(signal)).resolves.toMatchObject({
      kind: 'contact',
    })
    expect(sign).toHaveBeenCalledTimes(1)
  })

  test('is asked for when the page brought one for another URL', async () => {
    await createHost({ ...boot, signature: signature('http://elsewhere.test/') }).host.context(signal)
    expect(sign).toHaveBeenCalledWith(window.location.href)
  })

  test('that could not be had is told as what it is, not as a fault of the client', async () => {
    const problem = new ProblemError('upstream_timeout', { source: 'wecom' })
    sign.mockRejectedValue(problem)
    expect(await failure(createHost().host.context(signal))).toBe(problem)
  })
})

const refusals: [string, Record<string, Reply>, string][] = [
  [
    'no permission, with underscore',
    { getCurExternalContact: { err_msg: 'getCurExternalContact:fail_no permission' } },
    'no_permission',
  ],
  [
    'no permission, squeezed',
    { getCurExternalContact: { err_msg: 'getCurExternalContact:fail_nopermission' } },
    'no_permission',
  ],
  ['permission denied', { getContext: { err_msg: 'getContext:access denied' } }, 'no_permission'],
  [
    'no context',
    { getCurExternalContact: { err_msg: 'getCurExternalContact:fail without context of external contact' } },
    'no_context',
  ],
  ['an answer without an id', { getCurExternalContact: { err_msg: 'getCurExternalContact:ok' } }, 'no_context'],
  [
    'a chat of the supply chain',
    { getContext: { err_msg: 'getContext:ok', entry: 'chain_single_chat_tools' } },
    'wrong_entry',
  ],
  ['a client that lacks the call', { getContext: { err_msg: 'getContext:function_not_exist' } }, 'wecom_too_old'],
  [
    'an invalid signature',
    { agentConfig: { err_msg: 'agentConfig:fail_invalid signature', err_code: 40093 } },
    'invalid_signature',
  ],
  [
    'an invalid signature told by number',
    { agentConfig: { err_msg: 'agentConfig:fail', err_code: 40093 } },
    'invalid_signature',
  ],
  [
    'an agentConfig that fails without a reason',
    { agentConfig: { err_msg: 'agentConfig:fail' } },
    'agent_config_failed',
  ],
  ['anything else', { getContext: { err_msg: 'getContext:fail' } }, 'sdk_failed'],
]

describe('a refusal', () => {
  test.each(refusals)('is named: %s', async (_, replies, code) => {
    bridge.reply(replies)
    expect(await failure(createHost().host.context(signal))).toMatchObject({ code })
  })

  test('that may pass is tried once more', async () => {
    let failures = 1
    bridge.reply({ agentConfig: () => ({ err_msg: failures-- > 0 ? 'agentConfig:fail' : 'agentConfig:ok' }) })
    await expect(createHost().host.context(signal)).resolves.toMatchObject({ kind: 'contact' })
    expect(bridge.names().filter((name) => name === 'agentConfig')).toHaveLength(2)
  })

  test('that cannot pass is not', async () => {
    bridge.reply({ getCurExternalContact: { err_msg: 'getCurExternalContact:fail_no permission' } })
    await failure(createHost().host.context(signal))
    expect(bridge.names().filter((name) => name === 'getCurExternalContact')).toHaveLength(1)
  })

  test('that the SDK leaks beside is not reported twice, while a stranger is', async () => {
    bridge.reply({ agentConfig: { err_msg: 'agentConfig:fail' } })
    expect(await failure(createHost().host.context(signal))).toMatchObject({ code: 'agent_config_failed' })
    const stranger = new Error('a bug')
    void Promise.reject(stranger)
    await nextTurn()
    expect(unhandled.splice(0)).toEqual([stranger])
  })
})

describe('a client that never answers', () => {
  test('is given up: agentConfig after 8 s, and not waited for again', async () => {
    bridge.reply({ agentConfig: 'never' })
    const { host, timer } = createHost()
    const result = failure(host.context(signal))
    await timer.advance(7999)
    expect(await Promise.race([result, settled().then(() => 'waiting')])).toBe('waiting')
    await timer.advance(1)
    expect(await result).toMatchObject({ code: 'sdk_timeout', step: 'agentConfig' })
  })

  test('is given up: getCurExternalContact after twice 5 s', async () => {
    bridge.reply({ getCurExternalContact: 'never' })
    const { host, timer } = createHost()
    const result = failure(host.context(signal))
    await timer.advance(5000)
    await timer.advance(5000)
    expect(await result).toMatchObject({ code: 'sdk_timeout', step: 'getCurExternalContact' })
    expect(bridge.names().filter((name) => name === 'getCurExternalContact')).toHaveLength(2)
  })
})

test('a client before 3.0.24 is told to upgrade, and nothing is asked of it', async () => {
  pretendWeCom('Mozilla/5.0 Chrome/107.0.0.0 wxwork/3.0.16')
  expect(await failure(createHost().host.context(signal))).toMatchObject({ code: 'wecom_too_old' })
  expect(bridge.calls).toEqual([])
})

test('a page without a session asks for a login', async () => {
  const { host } = createHost({ ...boot, session: null })
  expect(await failure(host.context(signal))).toMatchObject({ code: 'unauthenticated' })
})

test('an abort ends it with its own reason', async () => {
  bridge.reply({ getContext: 'never' })
  const abort = new AbortController()
  const result = failure(createHost().host.context(abort.signal))
  await settled()
  const reason = new Error('another chat')
  abort.abort(reason)
  expect(await result).toBe(reason)
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemberships } from '../../../../src/bff/access/memberships.ts'
import { AppError, UpstreamError } from '../../../../src/bff/errors.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { createChanges, groupListKey } from '../../../../src/bff/access/changes.ts'
import type { Chat } from '../../../../src/bff/wecom/wecom.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { clockOf } from '../../../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')
const minuteMs = 60_000
const signal = new AbortController().signal

const chatOf = (chatId: string, patch: Partial<Chat> = {}): Chat => ({
  chatId,
  name: chatId,
  owner: 'me',
  admins: [],
  notice: null,
  createdAt: null,
  members: [
    { id: 'me', isExternal: false, name: null },
    { id: 'wmCustomer', isExternal: true, name: null },
  ],
  isWhole: true,
  ...patch,
})

let store: Store
let time: number
let owned: string[]
let asked: string[]
let running: number
let most: number
let handedOver: boolean
/** Called before a group is read: may delay it or fail. */
let before: (chatId: string, signal: AbortSignal) => Promise<void>

beforeEach(async () => {
  store = await openTestStore()
  time = began
  owned = ['wr1', 'wr2']
  asked = []
  running = 0
  most = 0
  handedOver = true
  before = async () => undefined
})
afterEach(() => store.close())

const wecom = {
  async ownedChatIds() {
    asked.push('list')
    return owned
  },
  async chat(chatId: string, chatSignal: AbortSignal) {
    asked.push(chatId)
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setImmediate(resolve))
    await before(chatId, chatSignal).finally(() => (running -= 1))
    return chatOf(chatId, chatId === 'wrOther' && handedOver ? { owner: 'colleague' } : {})
  },
}
const deps = () => {
  const clock = clockOf(() => time)
  return { chats: store.chats, changes: createChanges({ changes: store.changes, clock }), clock }
}
const create = (waitMs?: number) => createMemberships({ ...deps(), wecom, ...(waitMs === undefined ? {} : { waitMs }) })
const down = async () => {
  throw new UpstreamError({ source: 'wecom', operation: 'groupchat/get', reason: 'unreachable' })
}

describe('the groups that a salesperson owns', () => {
  it('are those of the owner in any spelling', async () => {
    const memberships = create()
    const { chats } = await memberships.ownedBy('ME', false, signal)
    expect(chats.map(({ chatId }) => chatId)).toEqual(['wr1', 'wr2'])
    expect(groupListKey('ME')).toBe(groupListKey('me'))
    time += 6 * minuteMs
    await memberships.ownedBy('ME', false, signal)
    expect(asked).toEqual(['list', 'wr1', 'wr2', 'list'])
  })

  it('are listed once in five minutes, by one call, and read once in ten', async () => {
    const memberships = create()
    const { chats, problem } = await memberships.ownedBy('me', false, signal)
    expect(chats.map(({ chatId, memberIds }) => [chatId, memberIds])).toEqual([
      ['wr1', ['me', 'wmCustomer']],
      ['wr2', ['me', 'wmCustomer']],
    ])
    expect(problem).toBeNull()
    time += 4 * minuteMs
    await memberships.ownedBy('me', false, signal)
    expect(asked).toEqual(['list', 'wr1', 'wr2'])
    time += 5 * minuteMs
    await memberships.ownedBy('me', false, signal)
    expect(asked).toEqual(['list', 'wr1', 'wr2', 'list'])
  })

  it('are asked for at most five at a time', async () => {
    owned = Array.from({ length: 23 }, (_, index) => `wr${index}`)
    await create().ownedBy('me', false, signal)
    expect(asked).toHaveLength(24)
    expect(most).toBe(5)
  })

  it('are no further asked for after a failure, and kept as far as they came', async () => {
    owned = Array.from({ length: 40 }, (_, index) => `wr${index}`)
    before = (chatId) => (chatId === 'wr2' ? down() : new Promise((resolve) => setImmediate(resolve)))
    const { chats, problem } = await create().ownedBy('me', false, signal)
    expect(problem).toMatchObject({ reason: 'unreachable' })
    expect(running).toBe(0)
    expect(asked).toEqual(['list', 'wr0', 'wr1', 'wr2', 'wr3', 'wr4'])
    expect(chats.map(({ chatId }) => chatId).sort()).toEqual(['wr0', 'wr1', 'wr3', 'wr4'])
  })

  it('are shown at once with the members of ten minutes ago, who are asked for behind', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    time += 11 * minuteMs
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    before = () => gate
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
    await expect.poll(() => asked).toEqual(['list', 'wr1', 'wr2', 'list', 'wr1', 'wr2'])
    release()
  })

  it('are nobody’s to read five minutes after they were handed over, though nobody reported it', async () => {
    const memberships = create()
    owned = ['wr1', 'wrOther']
    handedOver = false
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
    handedOver = true
    owned = ['wr1']
    time += 5 * minuteMs
    asked.length = 0
    const { chats, problem } = await memberships.ownedBy('me', false, signal)
    expect([chats.map(({ chatId }) => chatId), problem]).toEqual([['wr1'], null])
    expect(asked).toEqual(['list'])
  })

  it('are a new owner’s as soon as the list names them, whatever was last read of them', async () => {
    owned = ['wr1', 'wrOther']
    const memberships = create()
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(1)
    handedOver = false
    time += 5 * minuteMs
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
  })

  it('are not asked for again and again where WeCom does not tell of one', async () => {
    before = async (chatId) => {
      if (chatId === 'wr2') throw new AppError('not_a_chat_member')
    }
    const memberships = create()
    for (const _ of [1, 2, 3]) expect((await memberships.ownedBy('me', false, signal)).problem).toBeNull()
    expect(asked).toEqual(['list', 'wr1', 'wr2'])
    before = async () => undefined
    time += 10 * minuteMs
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
  })

  it.each([8, -8])('are asked for again when the clock was set by %i hours', async (hours) => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    time += hours * 60 * minuteMs
    owned = ['wr2']
    expect((await memberships.ownedBy('me', false, signal)).chats.map(({ chatId }) => chatId)).toEqual(['wr2'])
  })

  it('are asked for again at once by who pulls to refresh', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    time += 11_000
    owned = ['wr2']
    expect((await memberships.ownedBy('me', true, signal)).chats.map(({ chatId }) => chatId)).toEqual(['wr2'])
  })

  it('leave out one that was dissolved, and one that changed hands', async () => {
    owned = ['wr1', 'wrGone', 'wrOther']
    before = async (chatId) => {
      if (chatId === 'wrGone') throw new AppError('not_a_chat_member')
    }
    const { chats, problem } = await create().ownedBy('me', false, signal)
    expect([chats.map(({ chatId }) => chatId), problem]).toEqual([['wr1'], null])
  })

  it('are what is known so far when a cold start takes too long', async () => {
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    before = (chatId) => (chatId === 'wr2' ? gate : Promise.resolve())
    const { chats, problem } = await create(100).ownedBy('me', false, signal)
    expect(chats.map(({ chatId }) => chatId)).toEqual(['wr1'])
    expect(problem).toMatchObject({ source: 'wecom', reason: 'timeout' })
    release()
  })

  it('go on where a start was cut short, without asking twice', async () => {
    before = async (chatId) => (chatId === 'wr2' ? down() : undefined)
    expect((await create().ownedBy('me', false, signal)).problem).toMatchObject({ reason: 'unreachable' })
    before = async () => undefined
    asked.length = 0
    expect((await create().ownedBy('me', false, signal)).chats).toHaveLength(2)
    expect(asked).toEqual(['wr2'])
  })

  it('are the last known ones while WeCom is down, which is not asked again for half a minute', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    time += 11 * minuteMs
    before = down
    await memberships.ownedBy('me', true, signal)
    asked.length = 0
    const { chats, problem } = await memberships.ownedBy('me', false, signal)
    expect([chats.length, asked]).toEqual([2, []])
    expect(problem).toMatchObject({ reason: 'unreachable' })
  })

  it('are nobody’s to read an hour after WeCom last said whose they are', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    const failing = { ...wecom, ownedChatIds: down }
    const later = createMemberships({ ...deps(), wecom: failing })
    time += 59 * minuteMs
    expect((await later.ownedBy('me', true, signal)).chats).toHaveLength(2)
    time += 2 * minuteMs
    await expect(later.ownedBy('me', false, signal)).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('are waited for, not shown at once, when what is known is older than an hour', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    time += 61 * minuteMs
    owned = ['wr2']
    const { chats, problem } = await memberships.ownedBy('me', false, signal)
    expect([chats.map(({ chatId }) => chatId), problem]).toEqual([['wr2'], null])
  })

  it('are shown without one that the app may not see', async () => {
    before = async (chatId) => {
      if (chatId === 'wr1') throw new AppError('no_customer_rights')
    }
    const { chats, problem } = await create().ownedBy('me', false, signal)
    expect([chats.map(({ chatId }) => chatId), problem]).toEqual([['wr2'], null])
  })

  it('cannot be told when nothing is known and WeCom is down', async () => {
    const failing = { ...wecom, ownedChatIds: down }
    const memberships = createMemberships({ ...deps(), wecom: failing })
    await expect(memberships.ownedBy('me', false, signal)).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('lose at once one that WeCom tells a change of, if it has another owner now', async () => {
    const memberships = create()
    const { changes } = deps()
    owned = ['wr1', 'wrOther']
    handedOver = false
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
    handedOver = true
    await changes.mark('wrOther')
    asked.length = 0
    expect((await memberships.ownedBy('me', false, signal)).chats.map(({ chatId }) => chatId)).toEqual(['wr1'])
    expect(asked).toEqual(['wrOther'])
  })

  it('do not show one that changed while WeCom cannot say how', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    await deps().changes.mark('wr1')
    before = down
    const { chats, problem } = await memberships.ownedBy('me', false, signal)
    expect(chats.map(({ chatId }) => chatId)).toEqual(['wr2'])
    expect(problem).toMatchObject({ reason: 'unreachable' })
  })

  it('take in a new one once WeCom tells whose it is', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    owned = ['wr1', 'wr2', 'wr3']
    await deps().changes.mark(groupListKey('me'))
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(3)
  })

  it('are not believed from an answer that was on its way during a change', async () => {
    const memberships = create()
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    const { changes } = deps()
    before = async (chatId) => (chatId === 'wr1' ? gate : undefined)
    const early = memberships.ownedBy('me', false, signal)
    await expect.poll(() => asked).toContain('wr1')
    await changes.mark('wr1')
    release()
    expect((await early).chats.map(({ chatId }) => chatId)).toEqual(['wr2'])
    before = async () => undefined
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
  })

  it('are asked for anew by who comes after a change, while others still wait for an older answer', async () => {
    const memberships = create()
    let release = () => undefined as void
    const gate = new Promise<void>((resolve) => (release = resolve))
    before = async (chatId) => (chatId === 'wr1' ? gate : undefined)
    const early = memberships.ownedBy('me', false, signal)
    await expect.poll(() => asked).toContain('wr1')
    await deps().changes.mark('wr1')
    before = async () => undefined
    expect((await memberships.ownedBy('me', false, signal)).chats).toHaveLength(2)
    release()
    await early
  })

  it('are soon asked for again when WeCom answered right after a change', async () => {
    const memberships = create()
    await memberships.ownedBy('me', false, signal)
    time += 1000
    await deps().changes.mark('wr1')
    time += 1000
    await memberships.ownedBy('me', false, signal)
    asked.length = 0
    time += 9000
    await memberships.ownedBy('me', false, signal)
    expect(asked).toEqual([])
    time += 2000
    await memberships.ownedBy('me', false, signal)
    expect(asked).toEqual(['wr1'])
    time += 60_000
    await memberships.ownedBy('me', false, signal)
    asked.length = 0
    time += minuteMs
    await memberships.ownedBy('me', false, signal)
    expect(asked).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { createChanges, noChanges, type ChangeLog } from '../../../../src/bff/access/changes.ts'
import { createPermissions } from '../../../../src/bff/access/permissions.ts'
import type { Contact } from '../../../../src/bff/wecom/wecom.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { clockOf, createTestClock } from '../../../support/clock.ts'

const signal = new AbortController().signal

const contactOf = (userids: string[]): Contact => {
  const followers = userids.map((userid) => ({ userid }) as Contact['followers'][number])
  return {
    unionId: null,
    externalUserId: 'wm1',
    name: '客户',
    avatar: null,
    kind: 'wechat',
    corpName: null,
    position: null,
    followers,
    isWhole,
  }
}

const chatOf = { chatId: 'wr1', name: null, notice: null, createdAt: null, isWhole: true }

let store: Store
let changes: ChangeLog
let time: number
let followers: string[]
let isWhole: boolean
let asked: number
/** Delays WeCom's answer after its data were read. */
let onTheWay: () => Promise<void>

beforeEach(async () => {
  store = await openTestStore()
  time = Date.parse('2026-11-20T10:00:00+08:00')
  changes = createChanges({ changes: store.changes, clock: clockOf(() => time) })
  followers = ['me']
  isWhole = true
  asked = 0
  onTheWay = async () => undefined
})
afterEach(() => store.close())

const wecom = {
  async contact() {
    asked += 1
    const contact = contactOf(followers)
    await onTheWay()
    return contact
  },
  async chat(): Promise<never> {
    throw new Error('not asked')
  },
}
/** An instance, whose clock may be wrong. */
const instance = (skewMs = 0) => {
  const clock = clockOf(() => time + skewMs)
  const permissions = createPermissions({ wecom, clock, changes: createChanges({ changes: store.changes, clock }) })
  return () => permissions.contact('me', 'wm1', signal)
}
/** Delays answers until the returned function is called. */
function holdBack(): () => void {
  let release = () => undefined as void
  const gate = new Promise<void>((resolve) => (release = resolve))
  onTheWay = () => gate
  return () => {
    onTheWay = async () => undefined
    release()
  }
}

it('a follower is one in any spelling of the userid', async () => {
  followers = ['Me']
  expect((await instance()()).followers).toHaveLength(1)
  changes = createChanges({ changes: store.changes, clock: clockOf(() => time) })
  const chat = async () => ({
    ...chatOf,
    owner: 'ME',
    admins: [],
    members: [{ id: 'Li', isExternal: false, name: null }],
  })
  const { requireChat } = createPermissions({ wecom: { ...wecom, chat }, changes, clock: clockOf(() => time) })
  for (const userid of ['me', 'li']) await expect(requireChat(userid, 'wr1', signal)).resolves.toBeUndefined()
  await expect(requireChat('wang', 'wr1', signal)).rejects.toMatchObject({ code: 'not_a_chat_member' })
})

describe('a follower who could not be read', () => {
  const mayAt = () => {
    const permissions = createPermissions({ wecom, clock: clockOf(() => time), changes })
    return (userid: string) => permissions.contact(userid, 'wm1', signal)
  }

  it('may be whoever asks and is not among the others: nobody is told that they have no right', async () => {
    const may = mayAt()
    isWhole = false
    await expect(may('me')).resolves.toMatchObject({ followers: [{ userid: 'me' }] })
    await expect(may('li')).rejects.toMatchObject({ reason: 'unreadable' })
  })

  it('keeps a right that was known for an hour, and not for longer however often it is asked', async () => {
    const may = mayAt()
    await may('me')
    ;[followers, isWhole] = [['li'], false]
    for (let minutes = 0; minutes < 55; minutes += 5) {
      time += 5 * 60_000
      await expect(may('me')).resolves.toMatchObject({ followers: [{ userid: 'me' }] })
    }
    time += 10 * 60_000
    await expect(may('me')).rejects.toMatchObject({ reason: 'unreadable' })
    await expect(may('li')).resolves.toMatchObject({ followers: [{ userid: 'li' }] })
    ;[followers, isWhole] = [['li'], true]
    time += 5 * 60_000
    await expect(may('me')).rejects.toMatchObject({ code: 'not_a_follower' })
  })
})

describe('a change that WeCom tells', () => {
  it('takes away what an instance remembers, without the clock moving', async () => {
    const may = instance()
    await may()
    followers = []
    await expect(may()).resolves.toBeDefined()
    await changes.mark('wm1')
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
  })

  it.each([
    ['an hour fast', 3_600_000],
    ['an hour slow', -3_600_000],
  ])('reaches an instance whose clock is %s', async (_name, skewMs) => {
    const may = instance(skewMs)
    await may()
    followers = []
    await changes.mark('wm1')
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
  })

  it('is not undone by an answer that was on its way', async () => {
    const may = instance()
    const release = holdBack()
    const early = may()
    await expect.poll(() => asked).toBe(1)
    followers = []
    await changes.mark('wm1')
    release()
    await expect(early).resolves.toBeDefined()
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
  })

  it('is not overlooked by who joins a question from before it', async () => {
    const may = instance()
    const release = holdBack()
    const early = may()
    await expect.poll(() => asked).toBe(1)
    followers = []
    await changes.mark('wm1')
    const late = may()
    await expect.poll(() => asked).toBe(2)
    release()
    await early
    await expect(late).rejects.toMatchObject({ code: 'not_a_follower' })
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
  })

  it('leaves nothing to believe while WeCom is down', async () => {
    const may = instance()
    await may()
    await changes.mark('wm1')
    onTheWay = async () => {
      throw new UpstreamError({ source: 'wecom', operation: 'externalcontact/get', reason: 'unreachable' })
    }
    await expect(may()).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('lets in at once who was refused before it', async () => {
    followers = []
    const may = instance()
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
    followers = ['me']
    await changes.mark('wm1')
    await expect(may()).resolves.toBeDefined()
  })

  it('does not make what was learnt after it good for nothing in an outage', async () => {
    const may = instance()
    await changes.mark('wm1')
    await may()
    onTheWay = async () => {
      throw new UpstreamError({ source: 'wecom', operation: 'externalcontact/get', reason: 'unreachable' })
    }
    time += 59 * 60_000
    await expect(may()).resolves.toBeDefined()
  })

  it('of another subject costs nothing', async () => {
    const may = instance()
    await may()
    await changes.mark('wm2')
    await may()
    expect(asked).toBe(1)
  })
})

describe('a grant', () => {
  const hourMs = 3_600_000
  const down = async () => {
    throw new UpstreamError({ source: 'wecom', operation: 'externalcontact/get', reason: 'unreachable' })
  }

  function startClock() {
    const clock = createTestClock(time)
    const permissions = createPermissions({ wecom, clock: clock.clock, changes: noChanges })
    return { clock, may: () => permissions.contact('me', 'wm1', signal) }
  }

  it.each([8 * hourMs, -8 * hourMs])('is asked for again when the clock was set by %i ms', async (ms) => {
    const { clock, may } = startClock()
    await may()
    clock.jump(ms)
    followers = []
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
  })

  it('holds no longer by a clock that was set back while WeCom is down', async () => {
    const { clock, may } = startClock()
    await may()
    onTheWay = down
    clock.pass(59 * 60_000)
    await expect(may()).resolves.toBeDefined()
    clock.jump(-59 * 60_000)
    clock.pass(2 * 60_000)
    await expect(may()).rejects.toMatchObject({ reason: 'unreachable' })
  })

  it('is given again after a refusal of half a minute, though the clock was set back meanwhile', async () => {
    const { clock, may } = startClock()
    followers = []
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
    followers = ['me']
    clock.jump(-8 * hourMs)
    clock.pass(30_000)
    await expect(may()).resolves.toBeDefined()
  })

  it('is asked for again half a minute after WeCom was down', async () => {
    const { clock, may } = startClock()
    await may()
    clock.pass(6 * 60_000)
    onTheWay = down
    await may()
    asked = 0
    await may()
    expect(asked).toBe(0)
    clock.pass(31_000)
    await may()
    expect(asked).toBe(1)
  })
})

describe('what is kept of changes', () => {
  it('is nothing where nobody tells', async () => {
    expect((await noChanges.of(['wm1'])).size).toBe(0)
  })
})

describe('who was refused and tries again', () => {
  const trying = () => {
    const clock = clockOf(() => time)
    const { contact } = createPermissions({ wecom, changes: noChanges, clock })
    return (userid = 'me') => contact(userid, 'wm1', signal, { refresh: true })
  }

  it('is let in at once if the customer was added meanwhile', async () => {
    followers = []
    const may = trying()
    await expect(may()).rejects.toMatchObject({ code: 'not_a_follower' })
    followers = ['me']
    await expect(may()).resolves.toBeDefined()
    expect(asked).toBe(2)
  })

  it('makes WeCom be asked once in ten seconds, however often and by however many calls', async () => {
    followers = []
    const may = trying()
    await may().catch(() => null)
    for (const _ of [1, 2, 3]) await Promise.allSettled([may(), may('ME'), may()])
    expect(asked).toBe(2)
    time += 9000
    await may().catch(() => null)
    expect(asked).toBe(2)
    time += 2000
    await may().catch(() => null)
    expect(asked).toBe(3)
  })

  it('does not spend the try of a colleague', async () => {
    followers = []
    const may = trying()
    await may().catch(() => null)
    await may().catch(() => null)
    followers = ['li']
    await expect(may('li')).resolves.toBeDefined()
  })

  it('reaches all calls that come at once', async () => {
    followers = []
    const may = trying()
    await may().catch(() => null)
    followers = ['me']
    const release = holdBack()
    const tries = [may(), may(), may()]
    await expect.poll(() => asked).toBe(2)
    release()
    await expect(Promise.all(tries)).resolves.toHaveLength(3)
  })
})

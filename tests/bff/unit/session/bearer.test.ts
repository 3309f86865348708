import { describe, expect, it } from 'vitest'
import { bearerMs, createBearers } from '../../../../src/bff/session/bearer.ts'
import { createSessions } from '../../../../src/bff/session/session.ts'
import { createTestClock } from '../../../support/clock.ts'

const secrets = ['a-session-key-of-the-tests-0123456789']
const admitted = { staff: { userid: 'zhangsan', name: '张三' }, endsBefore: 5 }
const friend = { friendId: 'wxid_1', externalUserId: 'wm1' }
/** Not on a full second. */
const start = Date.parse('2026-11-20T10:00:00.377+08:00')

function bench() {
  const time = createTestClock(start)
  const deps = { secrets, corpId: 'ww1', clock: time.clock }
  return { time, deps, bearers: createBearers(deps), elsewhere: createBearers(deps) }
}

describe('a bearer', () => {
  it('says who opened the page beside whom, at any instance', async () => {
    const { bearers, elsewhere } = bench()
    const token = await bearers.begin(admitted, friend)
    for (const each of [bearers, elsewhere])
      expect(await each.read(token)).toMatchObject({
        ...admitted,
        friend,
        issuedAt: start,
        expiresAt: start + bearerMs,
      })
    const unlinked = await bearers.begin(admitted, { ...friend, externalUserId: null })
    expect((await elsewhere.read(unlinked))?.friend?.externalUserId).toBeNull()
  })

  it('ends ten minutes after the opening to the millisecond, however often it was used', async () => {
    const { time, bearers, elsewhere } = bench()
    const token = await bearers.begin(admitted, friend)
    for (let minute = 1; minute < 10; minute += 1) {
      time.pass(60_000)
      expect(await bearers.read(token)).not.toBeNull()
    }
    time.pass(59_999)
    expect([await bearers.read(token), await elsewhere.read(token)]).not.toContain(null)
    time.pass(1)
    expect([await bearers.read(token), await elsewhere.read(token)]).toEqual([null, null])
  })

  it('is prolonged by no clock that is set back', async () => {
    const { time, bearers } = bench()
    const token = await bearers.begin(admitted, friend)
    time.pass(bearerMs - 1000)
    time.jump(1000 - bearerMs)
    expect(await bearers.read(token)).not.toBeNull()
    time.pass(1000)
    expect(await bearers.read(token)).toBeNull()
    time.jump(-3_600_000)
    expect(await bearers.read(token)).toBeNull()
  })

  it('ends at once where the clock is set ahead', async () => {
    const { time, bearers } = bench()
    const token = await bearers.begin(admitted, friend)
    time.jump(bearerMs)
    expect(await bearers.read(token)).toBeNull()
  })

  it('is none of another company, of another key, or of another purpose', async () => {
    const { bearers, deps } = bench()
    const token = await bearers.begin(admitted, friend)
    expect(await createBearers({ ...deps, corpId: 'ww2' }).read(token)).toBeNull()
    expect(await createBearers({ ...deps, secrets: ['another-session-key-0123456789-abcdef'] }).read(token)).toBeNull()
    const sessions = createSessions(deps)
    expect(await sessions.read(token)).toBeNull()
    expect(await bearers.read((await sessions.begin(admitted.staff, 0)).value)).toBeNull()
    for (const text of ['', 'x', `${token}x`, token.slice(0, -2)]) expect(await bearers.read(text)).toBeNull()
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import type { MirrorContext, MirrorPass } from '../../../../src/bff/mirror/mirror.ts'
import { createRig, gate, type Rig } from '../../../support/mirror-rig.ts'

const hourMs = 3_600_000
const minuteMs = 60_000
const forever = new AbortController().signal
const right = 1_700_000_000_000

let rig: Rig
let begun: number[]
beforeEach(async () => {
  rig = await createRig()
  begun = []
})
afterEach(() => rig.close())

const keepPage = (context: MirrorContext, page: number) =>
  context.keep({ rows: 1, checkpoint: { page }, window: null }, rig.store.mirrors.save)

const onePage: MirrorPass = async (context) => {
  begun.push(context.startedAt)
  await keepPage(context, 1)
  return null
}

const stateNow = () => rig.store.mirrors.get('tasks')
/** Somebody sets the system's time, or a suspended machine wakes. */
const jump = (ms: number): void => void (rig.time.now += ms)

async function passOf(owner: string, run = onePage): Promise<void> {
  const { mirror } = rig.instance(owner, run)
  await mirror.wake({ ifOlderThanMs: 0, signal: forever })
  await mirror.stop()
}

describe.each([8 * hourMs, 72 * hourMs])(
  'a mirror that was read by a clock %i ms ahead, once that is set right',
  (ms) => {
    it('is read again within a minute', async () => {
      jump(ms)
      const { mirror, nextWait } = rig.instance('a', onePage)
      mirror.start()
      const pause = await nextWait()
      jump(-ms)
      pause.pass()
      await nextWait()
      expect(pause.ms).toBeLessThanOrEqual(minuteMs)
      expect(begun).toEqual([right + ms, right + pause.ms])
      expect(await stateNow()).toMatchObject({ startedAt: right + pause.ms, completedAt: right + pause.ms })
    })

    it('is read at once by a process that starts', async () => {
      jump(ms)
      await passOf('before')
      jump(-ms)
      const { mirror, nextWait } = rig.instance('after', onePage)
      mirror.start()
      await nextWait()
      expect(begun).toEqual([right + ms, right])
    })

    it('is read at once for who pulls to refresh', async () => {
      jump(ms)
      const { mirror } = rig.instance('a', onePage)
      await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
      jump(-ms)
      await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
      expect(begun).toEqual([right + ms, right])
      expect(await mirror.progress()).toMatchObject({ completedAt: right, isLate: false })
    })

    it('says until then that it is late', async () => {
      jump(ms)
      const { mirror } = rig.instance('a', onePage)
      await mirror.wake({ ifOlderThanMs: 0, signal: forever })
      expect((await mirror.progress()).isLate).toBe(false)
      jump(-ms)
      expect((await mirror.progress()).isLate).toBe(true)
    })

    it('has ended now, where that happened in the middle of a pass', async () => {
      jump(ms)
      await passOf('a', async (context) => {
        await keepPage(context, 1)
        jump(-ms)
        return null
      })
      expect(await stateNow()).toMatchObject({ startedAt: right, completedAt: right })
    })

    it('is begun anew, where a pass was cut short by then', async () => {
      jump(ms)
      const seen: unknown[] = []
      const cut: MirrorPass = async (context) => {
        await keepPage(context, 7)
        throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable' })
      }
      await passOf('a', cut)
      jump(-ms)
      const { mirror, nextWait } = rig.instance('b', async (context) => {
        seen.push([context.isResumed, context.startedAt])
        return null
      })
      mirror.start()
      await nextWait()
      expect(seen).toEqual([[false, right]])
    })
  },
)

describe('a mirror', () => {
  it('goes on with a pass that was cut short after the clock was set right', async () => {
    jump(8 * hourMs)
    await passOf('a')
    jump(-8 * hourMs)
    const seen: unknown[] = []
    let failures = 1
    const { mirror } = rig.instance('b', async (context) => {
      seen.push([context.isResumed, context.startedAt])
      await keepPage(context, 1)
      if (failures-- > 0) throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'timeout' })
      return null
    })
    await mirror.wake({ ifOlderThanMs: 0, signal: forever })
    rig.pass(1000)
    await mirror.wake({ ifOlderThanMs: 0, signal: forever })
    await mirror.wake({ ifOlderThanMs: 0, signal: forever })
    // Not resumed: nobody knows whether the end that lies in the future came after this beginning.
    expect(seen).toEqual([
      [false, right],
      [false, right + 1000],
      [false, right + 1001],
    ])
    expect(await stateNow()).toMatchObject({ completedAt: right + 1001 })
  })

  it('is read when a suspended machine wakes, though its stopwatch stood still', async () => {
    const { mirror, nextWait } = rig.instance('a', onePage)
    mirror.start()
    const pause = await nextWait()
    jump(8 * hourMs)
    pause.pass()
    await nextWait()
    expect(begun).toHaveLength(2)
  })

  it('is read again when the clock was set back, and when it was set right', async () => {
    await passOf('a')
    jump(-8 * hourMs)
    await passOf('b')
    expect(await stateNow()).toMatchObject({ completedAt: right - 8 * hourMs })
    jump(8 * hourMs)
    await passOf('c')
    expect(begun).toEqual([right, right - 8 * hourMs, right])
    expect(await stateNow()).toMatchObject({ completedAt: right })
  })

  it.each([8 * hourMs, -8 * hourMs])(
    'does not wait longer for a vendor than it asks, with the clock set by %i ms',
    async (ms) => {
      const { mirror, nextWait } = rig.instance('a', async (context) => {
        begun.push(context.startedAt)
        throw new UpstreamError({
          source: 'waiqin',
          operation: 'queryTask',
          reason: 'rate_limited',
          retryAfterSeconds: 600,
        })
      })
      mirror.start()
      const pause = await nextWait()
      jump(ms)
      pause.pass()
      await nextWait()
      expect(begun).toHaveLength(2)
    },
  )

  it('is not left to a newer version for longer because that one’s clock was ahead', async () => {
    jump(8 * hourMs)
    const newer = rig.instance('newer', onePage, { version: 2 })
    await newer.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    jump(-8 * hourMs)
    await passOf('older')
    expect(begun).toEqual([right + 8 * hourMs, right])
  })

  it('believes a pass that another instance ended a little ahead of this one’s clock', async () => {
    jump(50_000)
    await passOf('ahead')
    jump(-50_000)
    const { mirror, nextWait } = rig.instance('behind', onePage)
    mirror.start()
    const pause = await nextWait()
    expect(begun).toHaveLength(1)
    expect(pause.ms).toBe(minuteMs)
  })

  it('measures how fast it reads by the stopwatch', async () => {
    const [half, rest] = [gate(), gate()]
    const { mirror } = rig.instance('a', async (context) => {
      rig.pass(2000)
      jump(-8 * hourMs)
      await context.keep({ rows: 10, checkpoint: null, window: null }, rig.store.mirrors.save)
      half.open()
      await rest.opened
      return null
    })
    mirror.start()
    await half.opened
    expect((await mirror.progress()).ratePerSecond).toBe(5)
    rest.open()
  })
})

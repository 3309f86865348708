import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LeaseLost, UpstreamError } from '../../../../src/bff/errors.ts'
import type { MirrorContext, MirrorPass } from '../../../../src/bff/mirror/mirror.ts'
import { createRig, gate, type Rig } from '../../../support/mirror-rig.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const forever = new AbortController().signal
const failure = (more: { retryAfterSeconds?: number } = {}) =>
  new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable', ...more })

const keepPage = (context: MirrorContext, page: number) =>
  context.keep({ rows: 10, checkpoint: { page }, window: `page ${page}` }, rig.store.mirrors.save)

/** Three pages, starting after the last one kept. */
const threePages: MirrorPass = async (context) => {
  const start = context.isResumed ? (context.checkpoint as { page: number }).page : 0
  for (let page = start + 1; page <= 3; page += 1) await keepPage(context, page)
  return { done: context.startedAt }
}

describe('a mirror', () => {
  it('keeps page after page, completes, and begins again after its interval', async () => {
    const seen: Pick<MirrorContext, 'checkpoint' | 'startedAt' | 'isResumed'>[] = []
    const { mirror, nextWait } = rig.instance('a', (context) => {
      seen.push(context)
      return threePages(context)
    })
    const begun = rig.time.now
    mirror.start()
    const pause = await nextWait()
    expect(await rig.store.mirrors.get('tasks')).toEqual({
      name: 'tasks',
      checkpoint: { done: begun },
      version: 1,
      isRereading: false,
      rows: 30,
      startedAt: begun,
      completedAt: begun,
      lastError: null,
      lastErrorAt: null,
    })
    expect(pause.ms).toBe(60_000)
    pause.pass()
    await nextWait()
    expect(seen).toMatchObject([
      { checkpoint: null, isResumed: false },
      { checkpoint: { done: begun }, startedAt: begun + 60_000, isResumed: false },
    ])
  })

  it('goes on as the same pass after a failure, pausing longer each time', async () => {
    const seen: unknown[] = []
    let failures = 3
    const { mirror, nextWait } = rig.instance('a', async (context) => {
      seen.push([context.checkpoint, context.startedAt, context.isResumed])
      if (!context.isResumed) await keepPage(context, 1)
      if (failures-- > 0) throw failure()
      return null
    })
    const begun = rig.time.now
    mirror.start()
    for (const ms of [1000, 2000, 4000]) {
      const pause = await nextWait()
      expect(pause.ms).toBe(ms)
      expect(await mirror.progress()).toMatchObject({ phase: 'failing', lastError: 'unreachable', rows: 10 })
      const told = rig.logged.find(({ message }) => message === 'mirror pass failed')?.fields
      expect(told).toMatchObject({ mirror: 'tasks', reason: 'unreachable', rows: 10 })
      expect(told).not.toHaveProperty('err')
      pause.pass()
    }
    expect((await nextWait()).ms).toBe(60_000)
    const resumed = [{ page: 1 }, begun, true]
    expect(seen).toEqual([[null, begun, false], resumed, resumed, resumed])
    expect(await mirror.progress()).toMatchObject({ phase: 'idle', lastError: null, rows: 10 })
  })

  it('waits as long as the vendor asks, whoever pulls to refresh', async () => {
    let calls = 0
    const { mirror, nextWait } = rig.instance('a', async () => {
      calls += 1
      throw failure({ retryAfterSeconds: 600 })
    })
    mirror.start()
    // It looks every minute, and asks when it may.
    expect((await nextWait()).ms).toBe(60_000)
    rig.pass(599_000)
    await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
    expect(calls).toBe(1)
    rig.pass(1000)
    await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
    expect(calls).toBe(2)
  })

  it('says internal of a bug, and goes on', async () => {
    const { mirror, nextWait } = rig.instance('a', async () => {
      throw new TypeError('a bug')
    })
    mirror.start()
    expect((await nextWait()).ms).toBe(1000)
    expect((await mirror.progress()).lastError).toBe('internal')
  })

  it('outlives a store that does not answer', async () => {
    const leases = { ...rig.store.leases, acquire: () => Promise.reject(new Error('no connection')) }
    const { mirror, nextWait } = rig.instance('a', threePages, { store: { ...rig.store, leases } })
    mirror.start()
    for (const ms of [1000, 2000]) {
      const pause = await nextWait()
      expect(pause.ms).toBe(ms)
      pause.pass()
    }
    await expect(mirror.wake({ ifOlderThanMs: 0, signal: forever })).resolves.toBeUndefined()
  })

  it('tells how far it is while it reads', async () => {
    const [half, rest] = [gate(), gate()]
    const { mirror, nextWait } = rig.instance('a', async (context) => {
      rig.pass(11_000)
      await keepPage(context, 1)
      half.open()
      await rest.opened
      return null
    })
    expect(await mirror.progress()).toMatchObject({ phase: 'first_sync', isLeader: false, ratePerSecond: null })
    const startedAt = rig.time.now
    mirror.start()
    await half.opened
    expect(await mirror.progress()).toEqual({
      name: 'tasks',
      phase: 'first_sync',
      rows: 10,
      window: 'page 1',
      ratePerSecond: 1,
      startedAt,
      completedAt: null,
      isLate: false,
      lastError: null,
      isLeader: true,
    })
    rest.open()
    await nextWait()
    expect(await mirror.progress()).toMatchObject({ phase: 'idle', isLeader: false, window: null })
    const lines = rig.logged.map(({ message }) => message)
    expect(lines).toEqual(['mirror pass begins', 'mirror reads', 'mirror pass complete'])
    expect(rig.logged[1]?.fields).toEqual({ mirror: 'tasks', rows: 10, window: 'page 1', ratePerSecond: 1 })
  })
})

describe('stopping', () => {
  it('ends at the last page kept and gives the lease back, so that another goes on at once', async () => {
    const kept = gate()
    const first = rig.instance('a', async (context) => {
      await keepPage(context, 1)
      kept.open()
      await new Promise((_, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    })
    first.mirror.start()
    await kept.opened
    await first.mirror.stop()
    const contexts: MirrorContext[] = []
    const second = rig.instance('b', (context) => {
      contexts.push(context)
      return threePages(context)
    })
    second.mirror.start()
    await second.nextWait()
    expect(contexts).toMatchObject([{ checkpoint: { page: 1 }, isResumed: true }])
    expect(await second.mirror.progress()).toMatchObject({ rows: 30, lastError: null })
  })

  it('keeps nothing that comes after', async () => {
    const [reading, late] = [gate(), gate()]
    const { mirror } = rig.instance('a', async (context) => {
      reading.open()
      await late.opened
      await keepPage(context, 1)
    })
    mirror.start()
    await reading.opened
    const stopped = mirror.stop()
    late.open()
    await stopped
    expect(await rig.store.mirrors.get('tasks')).toMatchObject({ checkpoint: null, rows: 0, lastError: null })
  })
})

describe('pull to refresh', () => {
  it('shares one pass among all who ask, and settles when it ends', async () => {
    let passes = 0
    const { mirror } = rig.instance('a', async (context) => {
      passes += 1
      return threePages(context)
    })
    const ask = { ifOlderThanMs: 10_000, signal: forever }
    await Promise.all([mirror.wake(ask), mirror.wake(ask), mirror.wake(ask)])
    expect(passes).toBe(1)
    expect((await mirror.progress()).completedAt).toBe(rig.time.now)
  })

  it('asks for nothing when the last pass is young enough', async () => {
    let passes = 0
    const { mirror } = rig.instance('a', async () => {
      passes += 1
    })
    await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
    rig.pass(9999)
    await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
    expect(passes).toBe(1)
    rig.pass(1)
    await mirror.wake({ ifOlderThanMs: 10_000, signal: forever })
    expect(passes).toBe(2)
  })

  it('settles when the caller has waited long enough, and the pass goes on', async () => {
    const rest = gate()
    const { mirror } = rig.instance('a', async (context) => {
      await rest.opened
      return threePages(context)
    })
    const patience = new AbortController()
    const asked = mirror.wake({ ifOlderThanMs: 0, signal: patience.signal })
    patience.abort()
    await asked
    const next = mirror.wake({ ifOlderThanMs: 0, signal: forever })
    rest.open()
    await next
    expect((await mirror.progress()).rows).toBe(30)
  })

  it('waits for the pass that another instance is just running', async () => {
    const [reading, rest] = [gate(), gate()]
    const first = rig.instance('a', async () => {
      reading.open()
      await rest.opened
    })
    let passes = 0
    const second = rig.instance('b', async () => {
      passes += 1
    })
    first.mirror.start()
    await reading.opened
    rig.pass(5000)
    const asked = second.mirror.wake({ ifOlderThanMs: 1000, signal: forever })
    const pause = await second.nextWait()
    rest.open()
    await first.nextWait()
    pause.pass()
    await asked
    expect(passes).toBe(0)
  })
})

describe('two instances', () => {
  it('run one pass per interval between them', async () => {
    const runs: string[] = []
    const both = ['a', 'b'].map((owner) =>
      rig.instance(owner, async (context) => {
        runs.push(owner)
        return threePages(context)
      }),
    )
    for (const { mirror } of both) mirror.start()
    const pauses = await Promise.all(both.map(({ nextWait }) => nextWait()))
    expect(runs).toHaveLength(1)
    const now = rig.time.now
    for (const pause of pauses) pause.pass()
    rig.time.now = now + 60_000
    await Promise.all(both.map(({ nextWait }) => nextWait()))
    expect(runs).toHaveLength(2)
  })

  it('take over from one that died, once its lease has run out', async () => {
    await rig.store.leases.acquire('tasks', 'dead', 30_000)
    await rig.store.mirrors.save({
      name: 'tasks',
      heldBy: 'dead',
      checkpoint: { page: 2 },
      version: 1,
      isRereading: false,
      rows: 20,
      startedAt: rig.time.now - 5000,
      completedAt: null,
      lastError: null,
      lastErrorAt: null,
    })
    const { mirror, nextWait } = rig.instance('b', threePages)
    mirror.start()
    const pause = await nextWait()
    expect(pause.ms).toBeGreaterThan(25_000)
    expect(pause.ms).toBeLessThanOrEqual(30_000)
    expect((await mirror.progress()).rows).toBe(20)
    await rig.ageLease('dead', 31_000)
    pause.pass()
    await nextWait()
    expect(await mirror.progress()).toMatchObject({ rows: 30, phase: 'idle' })
  })

  it('take over from one that died no later than its lease runs out, however lately they looked', async () => {
    await rig.store.leases.acquire('tasks', 'dead', 30_000)
    const { mirror, nextWait } = rig.instance('b', threePages)
    await rig.ageLease('dead', 20_000)
    mirror.start()
    const pause = await nextWait()
    expect(pause.ms).toBeLessThanOrEqual(10_000)
    await rig.ageLease('dead', 31_000)
    pause.pass()
    await nextWait()
    expect(await mirror.progress()).toMatchObject({ rows: 30, phase: 'idle' })
  })

  it('never both write: who lost the lease stops before its next page', async () => {
    let written = 0
    const { mirror, nextWait } = rig.instance('a', async (context) => {
      await keepPage(context, 1)
      await rig.ageLease('a', 31_000)
      await rig.store.leases.acquire('tasks', 'b', 30_000)
      await context.keep({ rows: 10, checkpoint: { page: 2 }, window: null }, async () => {
        written += 1
      })
    })
    mirror.start()
    await nextWait()
    expect(written).toBe(0)
    expect(await rig.store.mirrors.get('tasks')).toMatchObject({ checkpoint: { page: 1 }, lastError: null })
    expect(await rig.store.leases.acquire('tasks', 'b', 30_000)).toBe(true)
  })

  it('never both write, even where the one that slept wakes in the middle of a write', async () => {
    let lost: unknown = null
    const { mirror, nextWait } = rig.instance('a', async (context) => {
      await keepPage(context, 1)
      await context.keep({ rows: 10, checkpoint: { page: 2 }, window: null }, async (state) => {
        await rig.ageLease('a', 31_000)
        await rig.store.leases.acquire('tasks', 'b', 30_000)
        await rig.store.leases.release('tasks', 'b')
        await rig.store.mirrors.save(state).catch((error: unknown) => {
          lost = error
          throw error
        })
      })
    })
    mirror.start()
    await nextWait()
    expect(lost).toBeInstanceOf(LeaseLost)
    expect(await rig.store.mirrors.get('tasks')).toMatchObject({ checkpoint: { page: 1 }, lastError: null })
    expect(rig.logged.at(-1)?.message).toBe('mirror lost its lease to another instance')
  })

  it('say nothing of a failure in the name of one that has lost the lease', async () => {
    const { mirror, nextWait } = rig.instance('a', async () => {
      await rig.ageLease('a', 31_000)
      await rig.store.leases.acquire('tasks', 'b', 30_000)
      throw failure()
    })
    mirror.start()
    await nextWait()
    expect(await rig.store.mirrors.get('tasks')).toMatchObject({ lastError: null })
    expect((await mirror.progress()).lastError).toBeNull()
  })

  describe('while the vendor takes its time', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
    afterEach(() => void vi.useRealTimers())

    it('leave the lease to the one that still lives', async () => {
      const [reading, rest] = [gate(), gate()]
      const { mirror, nextWait } = rig.instance('a', async () => {
        reading.open()
        await rest.opened
      })
      mirror.start()
      await reading.opened
      for (let third = 0; third < 6; third += 1) {
        await rig.ageLease('a', 20_000)
        vi.advanceTimersByTime(10_000)
        expect(await rig.store.leases.acquire('tasks', 'b', 30_000)).toBe(false)
      }
      rest.open()
      await nextWait()
      vi.advanceTimersByTime(10_000)
      expect(await rig.store.leases.acquire('tasks', 'b', 30_000)).toBe(true)
    })

    it('stop reading as soon as the lease is known to be lost', async () => {
      const reading = gate()
      const { mirror, nextWait } = rig.instance('a', async (context) => {
        reading.open()
        await new Promise((_, reject) => {
          context.signal.addEventListener('abort', () => reject(failure()))
        })
      })
      mirror.start()
      await reading.opened
      await rig.ageLease('a', 31_000)
      await rig.store.leases.acquire('tasks', 'b', 30_000)
      vi.advanceTimersByTime(10_000)
      await nextWait()
      expect(await rig.store.mirrors.get('tasks')).toMatchObject({ lastError: null, completedAt: null })
      expect(rig.logged.at(-1)?.message).toBe('mirror lost its lease to another instance')
    })
  })
})

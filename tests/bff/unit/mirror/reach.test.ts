import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import type { MirrorContext } from '../../../../src/bff/mirror/mirror.ts'
import { paceOf, type Reach } from '../../../../src/bff/mirror/reach.ts'
import { createRig, gate, type Rig } from '../../../support/mirror-rig.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const keep = (context: MirrorContext, done: number | null, unit: Reach['unit'] = 'rows') => {
  const reach = done === null ? undefined : { unit, done, total: 100 }
  return context.keep({ rows: 10, checkpoint: { page: done }, window: null, reach }, rig.store.mirrors.save)
}
/** As any instance sees it. */
const pace = async () => paceOf((await rig.store.mirrors.get('tasks')).checkpoint, rig.time.now)

/** Reads to here and stays there until the test is over. */
async function readTo(steps: (context: MirrorContext) => Promise<void>): Promise<void> {
  const here = gate()
  const { mirror } = rig.instance('a', async (context) => {
    await steps(context)
    here.open()
    await new Promise((_, reject) => {
      context.signal.addEventListener('abort', () => reject(new Error('aborted')))
    })
  })
  mirror.start()
  await here.opened
}

describe('a pass that knows how much there is', () => {
  it('says how much is done, and how long the rest takes at that pace', async () => {
    await readTo(async (context) => {
      rig.pass(20_000)
      await keep(context, 25)
    })
    expect(await pace()).toEqual({ reach: { unit: 'rows', done: 25, total: 100 }, msLeft: 60_000 })
    rig.pass(15_000)
    expect((await pace())?.msLeft).toBe(45_000)
  })

  it('promises no time before it has measured a pace', async () => {
    await readTo(async (context) => {
      rig.pass(9_000)
      await keep(context, 25)
    })
    expect(await pace()).toEqual({ reach: { unit: 'rows', done: 25, total: 100 }, msLeft: null })
  })

  it('promises no time when nothing has come for two minutes, nor by a clock that was ahead', async () => {
    await readTo(async (context) => {
      rig.pass(20_000)
      await keep(context, 25)
    })
    rig.pass(121_000)
    expect(await pace()).toMatchObject({ reach: { done: 25 }, msLeft: null })
    rig.time.now -= 3_600_000
    expect(await pace()).toMatchObject({ reach: { done: 25 }, msLeft: null })
  })

  it('promises no time where there is more than was known', async () => {
    await readTo(async (context) => {
      rig.pass(20_000)
      await keep(context, 120)
    })
    expect((await pace())?.msLeft).toBeNull()
  })

  it('stays where it was with a page that does not say', async () => {
    await readTo(async (context) => {
      rig.pass(20_000)
      await keep(context, 25)
      await keep(context, null)
    })
    expect(await pace()).toMatchObject({ reach: { done: 25 } })
  })

  it('measures its pace anew when it goes on after a failure', async () => {
    const again = gate()
    const { mirror, nextWait } = rig.instance('a', async (context) => {
      if (!context.isResumed) {
        await keep(context, 40)
        throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable' })
      }
      rig.pass(30_000)
      await keep(context, 70)
      again.open()
      await new Promise((_, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    })
    mirror.start()
    const pause = await nextWait()
    rig.pass(3_600_000)
    pause.pass()
    await again.opened
    expect(await pace()).toEqual({ reach: { unit: 'rows', done: 70, total: 100 }, msLeft: 30_000 })
  })
})

it('nothing is said between two passes, nor of a pass that does not know', async () => {
  const { mirror, nextWait } = rig.instance('a', async (context) => {
    await keep(context, 99)
    return { done: true }
  })
  mirror.start()
  await nextWait()
  expect((await rig.store.mirrors.get('tasks')).checkpoint).toEqual({ done: true })
  expect(await pace()).toBeNull()
})

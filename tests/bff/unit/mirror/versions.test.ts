import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import type { MirrorContext, MirrorPass } from '../../../../src/bff/mirror/mirror.ts'
import { createRig, gate, type Rig } from '../../../support/mirror-rig.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const forever = new AbortController().signal
const minuteMs = 60_000
const failure = () => new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable' })

const keepPage = (context: MirrorContext, page: number) =>
  context.keep({ rows: 10, checkpoint: { page }, window: null }, rig.store.mirrors.save)

type Seen = Pick<MirrorContext, 'checkpoint' | 'isResumed' | 'isRereading'>

/** An instance whose mapper has this version. Each of its passes keeps one page. */
function instanceOf(version: number, owner = `v${version}`) {
  const seen: Seen[] = []
  const run: MirrorPass = async (context) => {
    const { checkpoint, isResumed, isRereading } = context
    seen.push({ checkpoint, isResumed, isRereading })
    await keepPage(context, 1)
    return { by: version }
  }
  return { ...rig.instance(owner, run, { version }), seen }
}

async function complete(version: number): Promise<void> {
  const { mirror } = instanceOf(version)
  await mirror.wake({ ifOlderThanMs: 0, signal: forever })
  await mirror.stop()
}

const stateNow = () => rig.store.mirrors.get('tasks')

describe('a newer mapper', () => {
  it('reads everything again at once, and says that what is known is incomplete until it has', async () => {
    await complete(1)
    const completedAt = rig.time.now
    rig.pass(1000)
    const [reading, rest] = [gate(), gate()]
    const contexts: MirrorContext[] = []
    const newer = rig.instance(
      'newer',
      async (context) => {
        contexts.push(context)
        reading.open()
        await rest.opened
        await keepPage(context, 1)
        return null
      },
      { version: 2 },
    )
    expect(await newer.mirror.progress()).toMatchObject({ phase: 'first_sync', completedAt })
    newer.mirror.start()
    await reading.opened
    expect(contexts).toMatchObject([{ checkpoint: { by: 1 }, isResumed: false, isRereading: true }])
    expect(await newer.mirror.progress()).toMatchObject({ phase: 'first_sync', completedAt, rows: 0 })
    rest.open()
    const pause = await newer.nextWait()
    expect(await stateNow()).toMatchObject({ version: 2, isRereading: false })
    expect(await newer.mirror.progress()).toMatchObject({ phase: 'idle' })
    pause.pass()
    await newer.nextWait()
    expect(contexts).toMatchObject([{}, { isRereading: false }])
  })

  it('reads nothing again where nothing was read yet', async () => {
    const first = instanceOf(7)
    await first.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    expect(first.seen).toEqual([{ checkpoint: null, isResumed: false, isRereading: false }])
    expect(await stateNow()).toMatchObject({ version: 7, isRereading: false })
  })

  it('does not go on from where an older one was cut short', async () => {
    const older = rig.instance('older', async (context) => {
      await keepPage(context, 1)
      throw failure()
    })
    await older.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    rig.pass(minuteMs)
    const newer = instanceOf(2)
    await newer.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    expect(newer.seen).toMatchObject([{ isResumed: false }])
  })

  it('goes on from where it was cut short itself, and still reads everything', async () => {
    await complete(1)
    rig.pass(minuteMs)
    const cut = rig.instance(
      'cut',
      async (context) => {
        await keepPage(context, 5)
        throw failure()
      },
      { version: 2 },
    )
    await cut.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    expect(await stateNow()).toMatchObject({ version: 2, isRereading: true, completedAt: rig.time.now - minuteMs })
    rig.pass(minuteMs)
    const next = instanceOf(2)
    await next.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    expect(next.seen).toEqual([{ checkpoint: { page: 5 }, isResumed: true, isRereading: true }])
    expect(await stateNow()).toMatchObject({ version: 2, isRereading: false })
  })
})

describe('an older mapper', () => {
  it('leaves the mirror to a newer one, whoever pulls to refresh', async () => {
    await complete(2)
    rig.pass(minuteMs)
    const older = instanceOf(1)
    await older.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    older.mirror.start()
    for (let minute = 0; minute < 10; minute += 1) (await older.nextWait()).pass()
    expect(older.seen).toEqual([])
    expect(await stateNow()).toMatchObject({ version: 2 })
  })

  it('goes on where a newer one has been silent for long, which then reads its rows again', async () => {
    await complete(2)
    rig.pass(11 * minuteMs)
    const older = instanceOf(1)
    await older.mirror.wake({ ifOlderThanMs: 0, signal: forever })
    expect(older.seen).toEqual([{ checkpoint: { by: 2 }, isResumed: false, isRereading: false }])
    const newer = instanceOf(2, 'again')
    newer.mirror.start()
    await newer.nextWait()
    expect(newer.seen).toMatchObject([{ isRereading: true }])
  })

  it('never makes a newer one beside it read everything twice', async () => {
    await complete(1)
    const [older, newer] = [instanceOf(1, 'older'), instanceOf(2, 'newer')]
    for (let minute = 0; minute < 120; minute += 1) {
      rig.pass(minuteMs)
      for (const { mirror } of minute % 2 ? [older, newer] : [newer, older])
        await mirror.wake({ ifOlderThanMs: minuteMs - 1, signal: forever })
    }
    expect(older.seen).toEqual([])
    expect(newer.seen.filter(({ isRereading }) => isRereading)).toHaveLength(1)
    expect(newer.seen).toHaveLength(120)
  })
})

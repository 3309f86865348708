import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { MirrorPass } from '../../../../src/bff/mirror/mirror.ts'
import { createSweepPass } from '../../../../src/bff/sources/sweep-pass.ts'
import { createRig, type Rig } from '../../../support/mirror-rig.ts'

const hourMs = 3_600_000
const forever = new AbortController().signal
const ids = Array.from({ length: 12 }, (_, index) => `c${index}`)

let rig: Rig
let told: string[]
/** Called between the two pages of a pass. */
let between: () => void
beforeEach(async () => {
  rig = await createRig()
  told = ids
  between = () => undefined
})
afterEach(() => rig.close())

/** Rows with the time at which a pass that mentions them began, as customers have. */
const customers = (): MirrorPass =>
  pass(
    (some, context) =>
      context.keep(kept(some), (state) =>
        rig.store.fieldCustomers.put(
          some.map((customerId) => ({ customerId, name: '', managerIds: [], phones: [], body: {} })),
          state,
        ),
      ),
    (unseen, holder) => rig.store.fieldCustomers.sweep(unseen, holder),
  )

/** Rows with the time at which they were read, as groups have. */
const groups = (): MirrorPass =>
  pass(
    (some, context) =>
      context.keep(kept(some), (state) =>
        rig.store.sopGroups.put(
          some.map((chatId) => ({ chatId, salesId: '1', name: null, body: {}, fetchedAt: rig.time.now })),
          state,
        ),
      ),
    (unseen, holder) => rig.store.sopGroups.sweep(unseen, holder),
  )

const kept = (some: readonly string[]) => ({
  rows: some.length,
  checkpoint: { before: null, seen: some.length },
  window: null,
})

type Put = (some: readonly string[], context: Parameters<MirrorPass>[0]) => Promise<void>

function pass(put: Put, sweep: Parameters<typeof createSweepPass>[0]['sweep']): MirrorPass {
  return createSweepPass({
    Place: z.object({}),
    first: {},
    async read(context, { before }) {
      const half = told.length / 2
      const keep = (some: readonly string[]) =>
        put(some, {
          ...context,
          keep: (page, write) => context.keep({ ...page, checkpoint: { before, seen: 0 } }, write),
        })
      await keep(told.slice(0, half))
      between()
      await keep(told.slice(half))
      return told.length
    },
    sweep,
  })
}

const kinds = {
  customers: {
    run: customers,
    known: async () => (await rig.store.fieldCustomers.byIds(ids)).map(({ customerId }) => customerId),
  },
  groups: { run: groups, known: async () => (await rig.store.sopGroups.byChatIds(ids)).map(({ chatId }) => chatId) },
}

/** Repeatable. */
function randomOf(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

describe.each(Object.entries(kinds))('a sweep of %s', (_, { run, known }) => {
  async function read(): Promise<void> {
    const { mirror } = rig.instance('a', run())
    await mirror.wake({ ifOlderThanMs: 0, signal: forever })
    await mirror.stop()
    rig.pass(300_000)
  }

  it('removes what two passes did not mention', async () => {
    await read()
    told = ids.slice(0, 10)
    await read()
    expect(await known()).toHaveLength(12)
    await read()
    expect(await known()).toHaveLength(10)
  })

  it.each([8, 72])('keeps all that there is when a clock that was %i hours ahead is set right', async (hours) => {
    rig.time.now += hours * hourMs
    await read()
    await read()
    rig.time.now -= hours * hourMs
    for (let count = 0; count < 4; count += 1) {
      await read()
      expect(await known()).toHaveLength(12)
    }
  })

  it('removes what went while the clock was ahead, within three passes of a right one', async () => {
    rig.time.now += 8 * hourMs
    await read()
    rig.time.now -= 8 * hourMs
    told = ids.slice(0, 10)
    for (let count = 0; count < 3; count += 1) await read()
    expect(await known()).toHaveLength(10)
  })

  it.each([1, 2, 3, 4, 5, 6])('loses no row and keeps none for ever, however the clock is set (%i)', async (seed) => {
    const random = randomOf(seed)
    const jumps = [-72, -8, -1, 1, 8, 72].map((hours) => hours * hourMs)
    const jump = () => {
      if (random() < 0.3) rig.time.now += jumps[Math.floor(random() * jumps.length)] ?? 0
    }
    between = jump
    for (let round = 0; round < 25; round += 1) {
      told = ids.filter(() => random() < 0.7)
      jump()
      await read()
      expect(await known()).toEqual(expect.arrayContaining(told))
    }
    between = () => undefined
    told = ids.slice(0, 4)
    for (let count = 0; count < 4; count += 1) await read()
    expect((await known()).toSorted()).toEqual(told.toSorted())
  })
})

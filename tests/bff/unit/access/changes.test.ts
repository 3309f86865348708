import { expect, it } from 'vitest'
import { createChanges } from '../../../../src/bff/access/changes.ts'
import { clockOf, createTestClock } from '../../../support/clock.ts'

function start() {
  const kept = new Map([
    ['wm1', 1],
    ['wm2', 2],
  ])
  const asked: (readonly string[])[] = []
  const store = {
    of: async (subjects: readonly string[]) => {
      asked.push(subjects)
      return new Map([...kept].filter(([subject]) => subjects.includes(subject)))
    },
    mark: async (subject: string, at: number) => void kept.set(subject, at),
    sweep: async () => undefined,
  }
  return { asked, changes: createChanges({ changes: store, clock: clockOf(() => 9) }) }
}

it('asks the store once for all who ask at once, and tells each what it asked about', async () => {
  const { asked, changes } = start()
  const known = await Promise.all([changes.of(['wm1']), changes.of(['wm1', 'wm3']), changes.of(['wm2'])])
  expect(asked).toEqual([['wm1', 'wm3', 'wm2']])
  expect(known.map((each) => Object.fromEntries(each))).toEqual([{ wm1: 1 }, { wm1: 1 }, { wm2: 2 }])
})

it('knows of a change that was told before it was asked', async () => {
  const { changes } = start()
  await changes.of(['wm1'])
  await changes.mark('wm1')
  expect((await changes.of(['wm1'])).get('wm1')).toBe(9)
})

it('fails for those alone who asked while the store did not answer', async () => {
  let isDown = true
  const of = async () => {
    if (isDown) throw new Error('down')
    return new Map([['wm1', 1]])
  }
  const changes = createChanges({
    changes: { of, mark: async () => {}, sweep: async () => {} },
    clock: clockOf(() => 9),
  })
  await expect(changes.of(['wm1'])).rejects.toThrow('down')
  isDown = false
  expect((await changes.of(['wm1'])).get('wm1')).toBe(1)
})

it('sweeps what is older than anything that was known before it, but not just after the clock was set', async () => {
  const time = createTestClock()
  const swept: number[] = []
  const store = {
    of: async () => new Map(),
    mark: async () => {},
    sweep: async (ageMs: number) => void swept.push(ageMs),
  }
  const { mark } = createChanges({ changes: store, clock: time.clock })
  const after = async (ms: number) => {
    time.pass(ms)
    await mark('wm1')
    return swept.length
  }
  expect([await after(599_000), await after(1000)]).toEqual([0, 1])
  expect(swept).toEqual([2 * 3_600_000])
  time.jump(8 * 3_600_000)
  expect([await after(1000), await after(600_000)]).toEqual([1, 2])
  time.jump(-8 * 3_600_000)
  expect([await after(700_000), await after(600_000)]).toEqual([2, 3])
})

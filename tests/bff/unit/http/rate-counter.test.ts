import { describe, expect, it } from 'vitest'
import { createCounter } from '../../../../src/bff/http/rate-counter.ts'
import type { RateStore } from '../../../../src/bff/store/store.ts'

const limit = { max: 50, windowMs: 60_000 }
const midnight = 1_700_006_400_000

/** A store that answers when it is let. */
function createRig() {
  const sums = new Map<string, number>()
  const told: { subject: string; hits: number }[] = []
  const warnings: object[] = []
  const rig = { now: midnight, isDown: false, swept: [] as number[], told, sums, warnings }
  const store: RateStore = {
    async add(subject, hits) {
      told.push({ subject, hits })
      if (rig.isDown) throw new Error('no store')
      sums.set(subject, (sums.get(subject) ?? 0) + hits)
      return sums.get(subject) ?? 0
    },
    async sweep(now) {
      rig.swept.push(now)
    },
  }
  const log = { warn: (line: object) => void warnings.push(line) }
  const count = createCounter({ store, clock: () => rig.now, log: log as never })
  return { rig, count }
}

/** What was begun without being waited for. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a counter', () => {
  it('asks the store nothing below a tenth of the limit', async () => {
    const { rig, count } = createRig()
    for (let hit = 1; hit <= 4; hit += 1) expect(count('a', limit).hits).toBe(hit)
    await settle()
    expect(rig.told).toEqual([])
  })

  it('tells the store each tenth of the limit, and learns what others counted', async () => {
    const { rig, count } = createRig()
    const subject = `a ${midnight + 60_000}`
    rig.sums.set(subject, 30)
    for (let hit = 0; hit < 5; hit += 1) count('a', limit)
    await settle()
    expect(rig.told).toEqual([{ subject, hits: 5 }])
    expect(count('a', limit).hits).toBe(36)
  })

  it('counts each caller for himself', async () => {
    const { count } = createRig()
    for (let hit = 0; hit < 51; hit += 1) count('a', limit)
    expect(count('a', limit).hits).toBe(51)
    expect(count('b', limit).hits).toBe(1)
  })

  it('begins anew with the next window, and sweeps the store once in each', async () => {
    const { rig, count } = createRig()
    const flood = async () => {
      for (let hit = 0; hit < 20; hit += 1) {
        count('a', limit)
        count('b', limit)
        await settle()
      }
    }
    await flood()
    rig.now += 59_999
    expect(count('a', limit)).toEqual({ hits: 21, endsInMs: 1 })
    rig.now += 1
    expect(count('a', limit)).toEqual({ hits: 1, endsInMs: 60_000 })
    await flood()
    expect(rig.swept).toEqual([midnight, midnight + 60_000])
  })

  it('writes no more for who is over the limit already', async () => {
    const { rig, count } = createRig()
    for (let hit = 0; hit < 60; hit += 1) {
      count('a', limit)
      await settle()
    }
    const before = rig.told.length
    for (let hit = 0; hit < 500; hit += 1) count('a', limit)
    await settle()
    expect(rig.told).toHaveLength(before)
    expect(count('a', limit).hits).toBe(51)
  })

  it('goes on alone while the store fails, asks it again now and then, and brings in what it missed', async () => {
    const { rig, count } = createRig()
    rig.isDown = true
    for (let hit = 1; hit <= 20; hit += 1) {
      expect(count('a', limit).hits).toBe(hit)
      await settle()
    }
    expect(rig.told.map(({ hits }) => hits)).toEqual([5, 10, 15, 20])
    expect(rig.warnings).toHaveLength(4)
    rig.isDown = false
    for (let hit = 0; hit < 5; hit += 1) count('a', limit)
    await settle()
    expect([...rig.sums.values()]).toEqual([25])
    expect(count('a', limit).hits).toBe(26)
  })
})

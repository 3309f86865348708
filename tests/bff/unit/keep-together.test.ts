import { expect, it } from 'vitest'
import { createKeeper } from '../../../src/bff/mirror/keep-together.ts'
import type { MirrorPage } from '../../../src/bff/mirror/mirror.ts'

const pageOf = (page: number): MirrorPage => ({ rows: 10, checkpoint: { page }, window: null })
const state = {
  name: 'm',
  checkpoint: null,
  rows: 0,
  startedAt: 1,
  completedAt: null,
  lastError: null,
  lastErrorAt: null,
}

/** A store that is done with a page when it is told so. */
function createSlowStore() {
  const kept: { checkpoint: unknown; rows: number; ids: number[] }[] = []
  const ends: (() => void)[] = []
  let ids: number[] = []
  const keeper = createKeeper<number>({
    async keep({ checkpoint, rows }, write) {
      await new Promise<void>((resolve) => ends.push(resolve))
      await write(state)
      kept.push({ checkpoint, rows, ids })
    },
    async put(rows) {
      if (rows.includes(13)) throw new Error('no space left')
      ids = rows
    },
  })
  const endOne = async () => {
    await new Promise(setImmediate)
    ends.shift()?.()
    await new Promise(setImmediate)
  }
  return { keeper, kept, endOne }
}

it('keeps together what came while a page was written, under the checkpoint of the last', async () => {
  const { keeper, kept, endOne } = createSlowStore()
  for (const page of [1, 2, 3]) {
    await keeper.add(pageOf(page), [page])
    await new Promise(setImmediate)
  }
  await endOne()
  await endOne()
  await keeper.end()
  expect(kept).toEqual([
    { checkpoint: { page: 1 }, rows: 10, ids: [1] },
    { checkpoint: { page: 3 }, rows: 20, ids: [2, 3] },
  ])
})

it('lets no more than a few wait', async () => {
  const { keeper, endOne } = createSlowStore()
  const added: number[] = []
  const adding = (async () => {
    for (const page of [1, 2, 3, 4, 5, 6]) {
      await keeper.add(pageOf(page), [page])
      added.push(page)
      await new Promise(setImmediate)
    }
  })()
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate)
  expect(added).toEqual([1, 2, 3, 4])
  await endOne()
  await adding
  expect(added).toEqual([1, 2, 3, 4, 5, 6])
})

it('keeps nothing more after a failure, and tells it at the end', async () => {
  const { keeper, kept, endOne } = createSlowStore()
  await keeper.add(pageOf(1), [13])
  await keeper.add(pageOf(2), [2])
  await endOne()
  await endOne()
  await expect(keeper.end()).rejects.toThrow('no space left')
  expect(kept).toEqual([])
})

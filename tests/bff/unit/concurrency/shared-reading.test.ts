import { expect, it } from 'vitest'
import { createSharedReading } from '../../../../src/bff/concurrency/shared-reading.ts'

/** Gives each key its length, and notes which keys were read together. */
function startReading() {
  const readings: (readonly string[])[] = []
  const read = createSharedReading(async (keys) => {
    readings.push(keys)
    return new Map(keys.map((key) => [key, key.length]))
  })
  return { readings, read }
}

it('reads the keys of all who ask in one turn together, each of them once', async () => {
  const { readings, read } = startReading()
  const [one, two, three] = await Promise.all([read(['a']), read(['bb', 'a']), read(['a'])])
  expect(readings).toEqual([['a', 'bb']])
  expect([one, two, three].map((known) => [...known])).toEqual([
    [['a', 1]],
    [
      ['a', 1],
      ['bb', 2],
    ],
    [['a', 1]],
  ])
})

it('reads again for who asks later', async () => {
  const { readings, read } = startReading()
  await read(['a'])
  await read(['a'])
  expect(readings).toEqual([['a'], ['a']])
})

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
  expect(one).toEqual(new Map([['a', 1]]))
  expect(two).toEqual(new Map(Object.entries({ a: 1, bb: 2 })))
  expect(three).toEqual(one)
})

it('reads again for who asks later', async () => {
  const { readings, read } = startReading()
  await read(['a'])
  await read(['a'])
  expect(readings).toEqual([['a'], ['a']])
})

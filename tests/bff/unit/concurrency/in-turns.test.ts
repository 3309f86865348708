import { expect, it } from 'vitest'
import { z } from 'zod'
import { inTurns } from '../../../../src/bff/concurrency/in-turns.ts'
import { readPageInTurns } from '../../../../src/bff/sources/read-page.ts'

const numbers = Array.from({ length: 250 }, (_, index) => index)

it('gives others their turn after each hundred', async () => {
  const heard: (string | number)[] = []
  const doubled = inTurns(numbers, (some, from) => {
    heard.push(from)
    setImmediate(() => heard.push('another'))
    return some.map((number) => number * 2)
  })
  expect(await doubled).toEqual(numbers.map((number) => number * 2))
  expect(heard.slice(0, 4)).toEqual([0, 'another', 100, 'another'])
})

it('names a bad row by its place on the page, wherever its turn was', async () => {
  const told: object[] = []
  const log = { info: () => undefined, warn: (fields: object) => void told.push(fields) }
  const rows = numbers.map((number) => (number === 150 ? 'odd' : number))
  const { rows: good } = await readPageInTurns(z.number(), rows, { source: 'waiqin', operation: 'queryTask', log })
  expect(good).toHaveLength(249)
  expect(told).toMatchObject([{ skipped: 1, of: 250, detail: expect.stringMatching(/^row 150: /) }])
})

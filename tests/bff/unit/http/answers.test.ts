import { beforeEach, expect, it } from 'vitest'
import { createAnswers } from '../../../../src/bff/http/answers.ts'

const body = Buffer.from('{}')
let now: number
let version: string
let answers: ReturnType<typeof createAnswers>
let reads: boolean[]

beforeEach(() => {
  now = 1000
  version = '1'
  reads = []
  const store = { version: async () => version }
  answers = createAnswers({ store, clock: () => now, count: (isHit) => void reads.push(isHit) })
})

const keep = (key = 'me /a', terms = {}) =>
  answers.keep(key, body, { version: '1', until: 60_000, holds: () => true, ...terms })

it('gives an answer again to the same person at the same address', async () => {
  keep()
  expect(await answers.find('me /a')).toBe(body)
  expect(await answers.find('me /b')).toBeNull()
  expect(await answers.find('you /a')).toBeNull()
  expect(reads).toEqual([true])
})

it('makes it anew once anything was written', async () => {
  keep()
  version = '2'
  expect(await answers.find('me /a')).toBeNull()
  version = '1'
  expect(await answers.find('me /a')).toBeNull()
  expect(reads).toEqual([false])
})

it('makes it anew at the moment at which it would be another', async () => {
  keep('me /a', { until: 1010 })
  now = 1009
  expect(await answers.find('me /a')).toBe(body)
  now = 1010
  expect(await answers.find('me /a')).toBeNull()
})

it('keeps none for longer than half a minute', async () => {
  keep()
  now += 30_000
  expect(await answers.find('me /a')).toBeNull()
})

it('gives none to who may no longer see it', async () => {
  keep('me /a', { holds: () => false })
  expect(await answers.find('me /a')).toBeNull()
})

it('bounds what all of them hold', async () => {
  const large = Buffer.alloc(20_000_000)
  const terms = { version: '1', until: 60_000, holds: () => true }
  answers.keep('me /a', large, terms)
  answers.keep('me /b', large, terms)
  expect(await answers.find('me /a')).toBeNull()
  expect(await answers.find('me /b')).toBe(large)
})

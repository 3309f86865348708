import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { abortable } from '../../../../src/bff/concurrency/abortable.ts'

test('many wait by one signal without a warning, and each lets go when its work has ended', async () => {
  const warnings: unknown[] = []
  const onWarning = (warning: unknown) => warnings.push(warning)
  process.on('warning', onWarning)
  const { signal } = new AbortController()
  const all = Promise.all(Array.from({ length: 200 }, async (_, index) => abortable(Promise.resolve(index), signal)))
  expect(getEventListeners(signal, 'abort')).toHaveLength(200)
  await all
  await new Promise(setImmediate)
  process.off('warning', onWarning)
  expect(warnings).toEqual([])
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

test('who stops waiting has the signal’s reason, and the work goes on', async () => {
  const leaving = new AbortController()
  const work = new Promise<string>((resolve) => setImmediate(() => resolve('done')))
  const waiting = abortable(work, leaving.signal)
  leaving.abort(new Error('left'))
  await expect(waiting).rejects.toThrow('left')
  expect(await work).toBe('done')
})

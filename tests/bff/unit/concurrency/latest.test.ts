import { expect, it, vi } from 'vitest'
import { createLatest } from '../../../../src/bff/concurrency/latest.ts'

/** Readings that end when the test settles them. */
function startReadings() {
  const begun: { resolve(value: number): void; reject(error: Error): void }[] = []
  const latest = createLatest(() => new Promise<number>((resolve, reject) => begun.push({ resolve, reject })))
  return { begun, latest }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

it('shares one reading among all who ask in one turn', async () => {
  const { begun, latest } = startReadings()
  const both = [latest(), latest()]
  expect(begun).toHaveLength(0)
  await vi.waitFor(() => expect(begun).toHaveLength(1))
  begun[0]?.resolve(1)
  expect(await Promise.all(both)).toEqual([1, 1])
  expect(begun).toHaveLength(1)
})

it('gives who asks during a reading the next one, which they share', async () => {
  const { begun, latest } = startReadings()
  const first = latest()
  await vi.waitFor(() => expect(begun).toHaveLength(1))
  const [second, third] = [latest(), latest()]
  for (let turns = 0; turns < 3; turns += 1) await turn()
  expect(begun).toHaveLength(1)
  begun[0]?.resolve(1)
  expect(await first).toBe(1)
  await vi.waitFor(() => expect(begun).toHaveLength(2))
  begun[1]?.resolve(2)
  expect(await Promise.all([second, third])).toEqual([2, 2])
})

it('reads on after a failure', async () => {
  const { begun, latest } = startReadings()
  const first = latest()
  await vi.waitFor(() => expect(begun).toHaveLength(1))
  const second = latest()
  begun[0]?.reject(new Error('gone'))
  await expect(first).rejects.toThrow('gone')
  await vi.waitFor(() => expect(begun).toHaveLength(2))
  begun[1]?.resolve(2)
  expect(await second).toBe(2)
})

it('leaves a reading that hangs to those who share it', async () => {
  const { begun, latest } = startReadings()
  void latest()
  await vi.waitFor(() => expect(begun).toHaveLength(1))
  const second = latest()
  await vi.waitFor(() => expect(begun).toHaveLength(2), { timeout: 3000 })
  begun[1]?.resolve(2)
  expect(await second).toBe(2)
})

import { expect, it } from 'vitest'
import { pageSize } from '../../../../src/bff/sources/waiqin/client.ts'
import { pagesOf } from '../../../../src/bff/sources/waiqin/pages.ts'

const rowsOf = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`)

it('asks for the next page, and for the next part beside it, before it looks into one: two calls at a time', async () => {
  const sizes: Record<string, number[]> = { spring: [pageSize, 3], summer: [], autumn: [1] }
  const heard: string[] = []
  let inFlight = 0
  const pages = pagesOf({
    operation: 'queryTask',
    parts: Object.keys(sizes),
    from: { part: 0, page: 1 },
    signal: new AbortController().signal,
    async fetch(part: string, page) {
      heard.push(`asks ${part} ${page}`)
      inFlight += 1
      await Promise.resolve()
      expect(inFlight).toBeLessThanOrEqual(2)
      inFlight -= 1
      const rows = rowsOf(`${part}${page}-`, sizes[part]?.[page - 1] ?? 0)
      return { size: rows.length, read: async () => ({ rows, leftOut: [] }) }
    },
    idOf: (row) => row,
  })
  for await (const { part, at, size } of pages) heard.push(`keeps ${part} ${at.page}: ${size}`)
  expect(heard).toEqual([
    'asks spring 1',
    'asks summer 1',
    'asks spring 2',
    'keeps spring 1: 1000',
    'asks autumn 1',
    'keeps spring 2: 3',
    'keeps summer 1: 0',
    'keeps autumn 1: 1',
  ])
})

/** Parts of one row each; `failing` says which readings fail. */
function readParts(failing: (part: string, times: number) => boolean) {
  const asked: string[] = []
  const signals: AbortSignal[] = []
  const pages = pagesOf({
    operation: 'queryTask',
    parts: ['spring', 'summer', 'autumn'],
    from: { part: 0, page: 1 },
    signal: new AbortController().signal,
    async fetch(part: string, _, signal) {
      asked.push(part)
      signals.push(signal)
      if (failing(part, asked.filter((each) => each === part).length)) throw new Error(`${part} failed`)
      return { size: 1, read: async () => ({ rows: [part], leftOut: [] }) }
    },
    idOf: (row) => row,
  })
  return { pages, asked, signals }
}

it('asks again for what failed while nobody waited for it', async () => {
  const { pages, asked } = readParts((part, times) => part === 'summer' && times === 1)
  const kept: string[] = []
  for await (const { rows } of pages) kept.push(...rows)
  expect(kept).toEqual(['spring', 'summer', 'autumn'])
  expect(asked).toEqual(['spring', 'summer', 'summer', 'autumn'])
})

it('gives up where it fails again, and ends what is on its way', async () => {
  const { pages, signals } = readParts((part) => part === 'summer')
  const kept: string[] = []
  const reading = (async () => {
    for await (const { rows } of pages) kept.push(...rows)
  })()
  await expect(reading).rejects.toThrow('summer failed')
  expect(kept).toEqual(['spring'])
  expect(signals.every(({ aborted }) => aborted)).toBe(true)
})

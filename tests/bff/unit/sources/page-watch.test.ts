import { expect, it } from 'vitest'
import { createPageWatch } from '../../../../src/bff/sources/page-watch.ts'

const watched = { source: 'waiqin', operation: 'queryTask', maxPages: 3 } as const

it('lets pages pass that differ, and empty ones', () => {
  const watch = createPageWatch(watched)
  expect(() => {
    watch(1, ['a', 'b'])
    watch(2, [])
    watch(3, [])
    watch(3, ['b', 'a'])
  }).not.toThrow()
})

it('knows a page that comes round again', () => {
  const watch = createPageWatch(watched)
  watch(1, ['a'])
  watch(2, ['b'])
  expect(() => watch(3, ['a'])).toThrow('waiqin queryTask: unreadable')
})

it('believes in no page beyond the last that can be', () => {
  expect(() => createPageWatch(watched)(4, ['a'])).toThrow('waiqin queryTask: unreadable')
})

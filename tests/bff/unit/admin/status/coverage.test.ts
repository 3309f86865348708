import { expect, it } from 'vitest'
import { strayOf } from '../../../../../src/bff/admin/status/coverage.ts'
import type { Stray } from '../../../../../src/bff/admin/people/directory.ts'
import { vendorPerson } from '../../../../support/seed-people.ts'

const stray = (source: 'youmi' | 'waiqin', openTasks: number | null): Stray => ({
  vendor: { source, ...vendorPerson('1', null) },
  openTasks,
})

it('rows in nobody’s hands are summed up where they are counted, and unknown where they are not', () => {
  expect(strayOf([stray('waiqin', 3), stray('youmi', null), stray('waiqin', 0), stray('youmi', null)])).toEqual([
    { source: 'waiqin', people: 2, rows: 3 },
    { source: 'youmi', people: 2, rows: null },
  ])
})

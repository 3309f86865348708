import { expect, it } from 'vitest'
import { toBody } from '../../../../src/bff/sources/youmi/map.ts'
import { createTodoCache } from '../../../../src/bff/sources/youmi/todo-cache.ts'
import { WireTodo, WireValues } from '../../../../src/bff/sources/youmi/wire.ts'
import { readFixture } from '../../../support/read-fixture.ts'
import { clockOf } from '../../../support/clock.ts'

const stay = new AbortController().signal

it('forgets the eldest where a vendor’s rows are too long to be kept for all', async () => {
  const pulled: string[] = []
  const { values } = WireValues.parse(readFixture('youmi.get-charge-daffaires-list.response'))
  const [sample] = values.map((value) => toBody(WireTodo.parse(value)))
  if (!sample) throw new Error('the fixture has a row')
  const todosOf = createTodoCache({
    clock: clockOf(() => 0),
    waitMs: 5_000,
    async pull(staffId) {
      pulled.push(staffId)
      return [{ ...sample, title: 'a'.repeat(30_000_000) }]
    },
  })
  for (const staffId of ['one', 'one', 'other', 'other', 'one']) await todosOf(staffId, false, stay)
  expect(pulled).toEqual(['one', 'other', 'one'])
})

it('knows all who are at work at once, so that nobody is asked about twice within half a minute', async () => {
  let pulls = 0
  async function pull() {
    pulls += 1
    return []
  }
  const todosOf = createTodoCache({ clock: clockOf(() => 0), waitMs: 5_000, pull })
  const staff = Array.from({ length: 5000 }, (_, index) => `staff-${index}`)
  for (const staffId of [...staff, ...staff]) await todosOf(staffId, false, stay)
  expect(pulls).toBe(staff.length)
})

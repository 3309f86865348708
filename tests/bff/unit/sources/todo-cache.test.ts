import { expect, it } from 'vitest'
import { createTodoCache } from '../../../../src/bff/sources/youmi/todo-cache.ts'
import { clockOf } from '../../../support/clock.ts'

const stay = new AbortController().signal

it('forgets the eldest where a vendor’s rows are too long to be kept for all', async () => {
  const pulled: string[] = []
  const todosOf = createTodoCache({
    clock: clockOf(() => 0),
    waitMs: 5_000,
    async pull(staffId) {
      pulled.push(staffId)
      return [{ title: 'a'.repeat(30_000_000) }]
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

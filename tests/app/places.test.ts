import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { usePlaces } from '../../src/app/board/places.ts'
import type { Subject } from '../../src/app/subject/subject.ts'

const customer = (index: number): Subject => ({ kind: 'contact', externalUserId: `wm${index}` })

test('fifty boards keep the place where they were left, those that were looked at last', () => {
  setActivePinia(createPinia())
  const places = usePlaces()
  for (let index = 0; index < 50; index += 1) places.of(customer(index)).filter = 'todos'
  // Looked at once more, the first one is not the oldest any longer.
  places.of(customer(0))
  places.of(customer(50))
  expect(places.of(customer(0)).filter).toBe('todos')
  expect(places.of(customer(2)).filter).toBe('todos')
  expect(places.of(customer(1)).filter).toBeNull()
})

import { expect, it } from 'vitest'
import { createWaiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { createWaiqinVendor, waiqinConfig } from '../../../support/waiqin-vendor.ts'

/** The same store, and the names of what was asked of one of its parts. */
function listening<Part extends object>(part: Part, name: string, asked: string[]): Part {
  return new Proxy(part, {
    get(target, key, receiver) {
      asked.push(`${name}.${String(key)}`)
      return Reflect.get(target, key, receiver) as unknown
    },
  })
}

it('looks up a reader’s rights and the state of the mirror once for a list', async () => {
  const kept = await openTestStore()
  const asked: string[] = []
  const store: Store = {
    ...kept,
    fieldTasks: listening(kept.fieldTasks, 'fieldTasks', asked),
    fieldTaskWindows: listening(kept.fieldTaskWindows, 'fieldTaskWindows', asked),
    fieldCustomers: listening(kept.fieldCustomers, 'fieldCustomers', asked),
    mirrors: listening(kept.mirrors, 'mirrors', asked),
  }
  const source = createWaiqin({
    config: waiqinConfig,
    http: createWaiqinVendor().http,
    store,
    clock: clockOf(() => 0),
    log: { info: () => undefined, warn: () => undefined },
    wake: async () => undefined,
  })
  const question = { subjects: ['c1'], staffId: 's1', status: 'open', mine: false, refresh: false } as const
  const { items } = await source.read(question, new AbortController().signal)
  await source.itemsOf(items, question)
  expect(asked.filter((name) => name === 'fieldCustomers.managedAmong')).toHaveLength(1)
  expect(asked.filter((name) => name === 'fieldTasks.customerIdsOf')).toHaveLength(1)
  expect(asked.filter((name) => /^(mirrors|fieldTaskWindows)\./.test(name))).toEqual(['fieldTaskWindows.standing'])
  await kept.close()
})

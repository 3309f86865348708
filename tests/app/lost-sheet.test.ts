import { expect, test, vi } from 'vitest'
import { createFakeApi } from './support/fake-api.ts'
import { alerts, dialog, mountBoard, press } from './support/mount-board.ts'
import { contact, list, todo } from './support/samples.ts'

let isReachable = false

vi.mock('../../src/app/sheets/BoardSheet.vue', async (original) => {
  if (!isReachable) throw new Error('Failed to fetch dynamically imported module')
  return original()
})

test('a sheet that cannot be fetched is told, and the next tap asks again', async () => {
  createFakeApi({
    'GET /api/contacts/wmAAA': { body: contact },
    'GET /api/contacts/wmAAA/todos': { body: list('youmi', [todo(1, '2026-06-10T11:00:00+08:00')]) },
    'GET /api/contacts/wmAAA/field-tasks': { body: list('waiqin', []) },
    'GET /api/contacts/wmAAA/group-sops': { body: list('tanma', []) },
  })
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const board = await mountBoard()
  await press(/^待办 1逾期/)
  await vi.waitFor(() => expect(alerts()).toEqual(['没能打开，请检查网络后再点一次']))
  isReachable = true
  await press(/^待办 1逾期/)
  // The real sheets are read from the disk now.
  await vi.waitFor(() => expect(dialog()).not.toBeNull(), { timeout: 15_000 })
  expect(alerts()).toEqual([])
  board.unmount()
})

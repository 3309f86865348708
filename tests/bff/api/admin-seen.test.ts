import { afterAll, beforeAll, expect, it } from 'vitest'
import { VendorPeopleList } from '../../../src/contract/admin-people.ts'
import { startSimulators, type Simulators } from '../../../src/sandbox/vendors/simulators.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createTestClock } from '../../support/clock.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'

const { clock, pass } = createTestClock(Date.parse('2026-11-20T10:00:00+08:00'))
const dayMs = 86_400_000

let simulators: Simulators
let bff: TestBff

beforeAll(async () => {
  simulators = await startSimulators({ clock, publicOrigin })
  const environment = { ...simulators.environment, ADMIN_USERIDS: cast.salesperson }
  bff = await startBff({ environment, wecomUrl: simulators.vendors.wecom.url, clock })
})
afterAll(async () => {
  await bff.close()
  await simulators.close()
})

/** Whom 友米 has by this 工号, and nobody is, after the daily reading. */
async function readOf(staffId: string) {
  await bff.people?.sync(AbortSignal.timeout(20_000))
  const cookie = await bff.signIn(cast.salesperson)
  const response = await bff.get(`/api/admin/vendor-people?source=youmi&q=${staffId}`, cookie)
  return VendorPeopleList.parse(response.json()).items
}

it('somebody whom an open todo of 友米 names alone is known by 工号, until none does any more', async () => {
  const { youmi } = simulators.vendors
  const id = youmi.addTodo({ weixin: 'wxid_x', title: '回访', recipients: ['b999'] })
  expect(await readOf('b999')).toEqual([
    {
      source: 'youmi',
      sourceId: 'b999',
      name: null,
      code: null,
      department: null,
      state: 'unknown',
      openTasks: null,
    },
  ])
  youmi.completeTodo(id)
  pass(dayMs)
  expect(await readOf('b999')).toEqual([])
})

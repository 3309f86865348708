import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSimulators, type Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { vendorNames } from '../../src/sandbox/vendors/vendor.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createTestClock } from '../support/clock.ts'

const time = createTestClock()
let simulators: Simulators
beforeEach(async () => {
  simulators = await startSimulators({ clock: time.clock, slowMs: 20, publicOrigin: 'http://localhost:4321' })
})
afterEach(() => simulators.close())

test('the environment names every variable of a vendor, and each address is on loopback or the public origin', () => {
  const { environment, vendors } = simulators
  expect(Object.keys(environment).sort()).toEqual([
    'ORDERS_EVENT_SECRET',
    'ORDERS_IMAGE_HOSTS',
    'ORDERS_LINK_HOSTS',
    'ORDERS_NAME',
    'ORDERS_SECRET',
    'ORDERS_URL',
    'TANMA_API_URL',
    'TANMA_APP_ID',
    'TANMA_APP_KEY',
    'WAIQIN_API_URL',
    'WAIQIN_APP_KEY',
    'WAIQIN_OPENID',
    'WAIQIN_SINCE',
    'WAIQIN_STAFF_ID',
    'WECOM_AGENT_ID',
    'WECOM_API_URL',
    'WECOM_CALLBACK_AES_KEY',
    'WECOM_CALLBACK_TOKEN',
    'WECOM_CORP_ID',
    'WECOM_OAUTH_URL',
    'WECOM_SECRET',
    'WECOM_WEB_LOGIN_URL',
    'YOUMI_API_URL',
    'YOUMI_CLIENT_ID',
    'YOUMI_CLIENT_SECRET',
    'YOUMI_TOKEN_URL',
    'YUNZHONG_API_URL',
    'YUNZHONG_BUSINESS_ID',
    'YUNZHONG_SERVICE_MOBILE',
    'YUNZHONG_SERVICE_PASSWORD',
    'YUNZHONG_UNIACID',
  ])
  expect(environment['WECOM_API_URL']).toBe(vendors.wecom.url)
  expect(environment['ORDERS_URL']).toBe(`${vendors.orders.url}/sidedesk/orders`)
  expect(`http://${environment['ORDERS_IMAGE_HOSTS']}`).toBe(vendors.orders.url)
  for (const name of ['WECOM_OAUTH_URL', 'WECOM_WEB_LOGIN_URL'])
    expect(environment[name]).toMatch(/^http:\/\/localhost:4321\//)
})

test('a backfill from the day of the environment reaches the oldest task', () => {
  const oldest = simulators.vendors.waiqin.fieldTask('10001')
  expect(oldest?.create_time.slice(0, 10).localeCompare(simulators.environment['WAIQIN_SINCE'] ?? '')).toBe(1)
})

test('the busiest has 40 things to do', () => {
  const { vendors, world } = simulators
  const { youmiId, waiqinId } = world.staff.find(({ userid }) => userid === cast.busiest) ?? {}
  const todos = vendors.youmi.todosOf(youmiId ?? '').filter(({ state }) => state === 0)
  const tasks = vendors.waiqin.openTasksOf(waiqinId ?? '')
  expect([todos.length, tasks.length]).toEqual([22, 18])
})

test('whoever is idle has nothing at any vendor', () => {
  const { vendors, world } = simulators
  const idle = world.contacts.find(({ externalUserId }) => externalUserId === cast.idle)
  expect(vendors.waiqin.tasksOfCustomer(idle?.waiqinId ?? '')).toEqual([])
  expect(vendors.youmi.todosOfFriend(idle?.youmiId ?? '')).toEqual([])
  expect(vendors.yunzhong.pendingPushes(cast.salesperson, cast.idle)).toEqual([])
  expect(vendors.orders.ordersOfCustomer(vendors.orders.customerWith(cast.idle)?.customerId ?? '')).toEqual([])
  expect(world.chats.filter(({ members }) => members.some(({ id }) => id === cast.idle))).toEqual([])
})

test('the seed contact has something overdue, something for today and something for later at each of two vendors', () => {
  const { vendors } = simulators
  const minutes = vendors.waiqin
    .tasksOfCustomer(cast.seedCustomer)
    .filter(({ task_status, status }) => task_status !== '2' && task_status !== '1' && status !== 0)
    .map(({ feedback_deadline }) => feedback_deadline)
  const today = '2024-08-07'
  expect(minutes.some((at) => at !== '' && at.slice(0, 10) < today)).toBe(true)
  expect(minutes.some((at) => at.slice(0, 10) === today && at > '2024-08-07 15:30')).toBe(true)
  expect(minutes.some((at) => at.slice(0, 10) > today)).toBe(true)
  expect(minutes).toContain('')
  const reminders = vendors.youmi.todosOfFriend(cast.seedFriend).filter(({ state }) => state === 0)
  expect(reminders.some(({ remindAt }) => remindAt > time.now())).toBe(true)
})

test('a contact who is not linked yet has work at the vendors that a link would show', () => {
  const { vendors, world } = simulators
  const person = (id: string) => world.contacts.find(({ externalUserId }) => externalUserId === id)
  for (const id of [cast.samePhone, cast.managed])
    expect(vendors.waiqin.tasksOfCustomer(person(id)?.waiqinId ?? '').length).toBeGreaterThan(0)
  expect(vendors.youmi.todosOfFriend(person(cast.friendOfTodos)?.youmiId ?? '')).toHaveLength(1)
})

test('reset makes everything as it was, people too', async () => {
  const { vendors, world } = simulators
  const before = structuredClone(world)
  vendors.wecom.unfollow(cast.seedContact, cast.salesperson)
  vendors.waiqin.deleteFieldTask('10001')
  vendors.youmi.completeTodo(3626)
  vendors.tanma.removeGroup(cast.seedChat)
  vendors.yunzhong.markNoticeRead(1)
  await vendors.orders.placeFor(cast.idle)
  for (const name of vendorNames) vendors[name].fault = 'down'
  simulators.reset()
  expect(world).toEqual(before)
  expect(vendors.waiqin.fieldTask('10001')).toMatchObject({ status: 1 })
  expect(vendors.youmi.todosOfFriend(cast.seedFriend).find(({ id }) => id === 3626)).toMatchObject({ state: 0 })
  expect(vendors.tanma.group(cast.seedChat)).not.toBeNull()
  expect(vendors.yunzhong.noticesOf(cast.salesperson)).toHaveLength(10)
  expect(vendors.orders.ordersOfCustomer('KH10002')).toEqual([])
  expect(vendorNames.map((name) => vendors[name].fault)).toEqual(vendorNames.map(() => 'none'))
})

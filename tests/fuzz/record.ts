import { startSimulators } from '../../src/sandbox/vendors/simulators.ts'
import { vendorNames, type VendorName } from '../../src/sandbox/vendors/vendor.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { linkRows } from '../support/start-work.ts'
import { publicOrigin, startBff } from '../support/start-bff.ts'
import { environmentOf } from './lied-to-environment.ts'
import { startLiar } from './start-liar.ts'
import { clockOf } from '../support/clock.ts'

/** The simulators' real answers, by vendor and operation. */
export type Recording = Record<VendorName, ReadonlyMap<string, string>>

const now = Date.parse('2026-11-20T10:00:00+08:00')
const customer = `/api/contacts/${cast.seedContact}`
const paths = [
  // The page needs a signature and thus a ticket.
  '/',
  customer,
  `/api/chats/${cast.seedChat}`,
  ...['todos', 'field-tasks', 'group-sops', 'pushes', 'pushes/701', 'orders?status=all'].map(
    (rest) => `${customer}/${rest}`,
  ),
  ...['todos', 'group-sops', 'moments', 'notices?status=all', 'order-tasks'].map((rest) => `/api/me/${rest}`),
]

/** Makes a BFF call every vendor operation and records the answers. */
export async function record(): Promise<Recording> {
  const simulators = await startSimulators({ clock: clockOf(() => now), publicOrigin, fieldTasks: 40 })
  // WeCom's first answer is about the requested customer; of the others, the longest is a list with rows.
  const start = (vendor: VendorName) =>
    startLiar(simulators.vendors[vendor].url, vendor === 'wecom' ? 'first' : 'longest')
  const liars = await Promise.all(vendorNames.map(start))
  const environments = vendorNames.map((vendor, at) => environmentOf(simulators, vendor, liars[at]?.url ?? ''))
  const environment = Object.assign({}, ...environments.map(({ own }) => own)) as Record<string, string>
  const bff = await startBff({
    environment: { ...simulators.environment, ...environment, OVERLOAD_DELAY_MS: '0' },
    wecomUrl: simulators.vendors.wecom.url,
    clock: clockOf(() => now),
  })
  await bff.store.links.importRows(linkRows(simulators), 'import', now)
  await bff.sync()
  const cookie = await bff.signIn(cast.salesperson)
  const { mobile, password } = simulators.vendors.yunzhong.accountOf(cast.salesperson)
  const url = '/api/me/connections/yunzhong'
  const headers = { cookie, origin: publicOrigin }
  await bff.app.inject({ method: 'PUT', url, headers, payload: { mobile, password } })
  for (const path of paths) await bff.get(path, cookie)
  const [order] = simulators.vendors.orders.ordersOfCustomer('KH10001')
  await bff.get(`${customer}/orders/${order?.id}`, cookie)
  await bff.close()
  await Promise.all(liars.map((liar) => liar.close()))
  await simulators.close()
  const answers = vendorNames.map((vendor, at) => [vendor, liars[at]?.answers ?? new Map<string, string>()])
  return Object.fromEntries(answers) as Recording
}

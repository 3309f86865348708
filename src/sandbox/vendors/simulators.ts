import { startOrders, type OrdersVendor } from './orders/index.ts'
import { createQikeliao, type Qikeliao } from './qikeliao/index.ts'
import { startTanma, tanmaCredentials, type TanmaVendor } from './tanma/index.ts'
import type { Clock, Vendor, VendorName } from './vendor.ts'
import { startWaiqin, waiqinCredentials, type WaiqinVendor } from './waiqin/index.ts'
import { startWecom, type WecomVendor } from './wecom/index.ts'
import { createWorld } from '../world/create-world.ts'
import type { World } from '../world/world.ts'
import { startYoumi, youmiClient, type YoumiVendor } from './youmi/index.ts'
import { startYunzhong, yunzhongTenant, type YunzhongVendor } from './yunzhong/index.ts'

export interface SimulatorsOptions {
  /** By default the system clock. */
  clock?: Clock
  /** Another seed gives another company. */
  seed?: number
  /** The trusted domain: the origin that serves the page. */
  publicOrigin?: string
  /** How long the fault `slow` waits; by default 4 s. */
  slowMs?: number
  /** Total number of field tasks; by default about 600. */
  fieldTasks?: number
}

export interface Vendors extends Record<VendorName, Vendor> {
  wecom: WecomVendor
  youmi: YoumiVendor
  waiqin: WaiqinVendor
  tanma: TanmaVendor
  yunzhong: YunzhongVendor
  orders: OrdersVendor
}

export interface Simulators {
  world: World
  vendors: Vendors
  /** The other client, which is asked nothing. */
  qikeliao: Qikeliao
  /** All vendor variables of a BFF that uses these simulators. */
  environment: Record<string, string>
  /** Restores people, rows, quirks, faults and logs to their initial state, with dates around the clock's current time. */
  reset(): void
  close(): Promise<void>
}

/** A day before the oldest row: the vendor's own sample task was made in 2020. */
const firstTaskDay = '2020-11-18'

function environmentOf({ wecom, youmi, waiqin, tanma, yunzhong, orders }: Vendors): Record<string, string> {
  return {
    ...wecom.environment,
    ...orders.environment,
    YOUMI_API_URL: youmi.url,
    YOUMI_TOKEN_URL: `${youmi.url}/connect/token`,
    YOUMI_CLIENT_ID: youmiClient.clientId,
    YOUMI_CLIENT_SECRET: youmiClient.clientSecret,
    WAIQIN_API_URL: waiqin.url,
    WAIQIN_OPENID: waiqinCredentials.openid,
    WAIQIN_APP_KEY: waiqinCredentials.appKey,
    WAIQIN_SINCE: firstTaskDay,
    WAIQIN_STAFF_ID: 'source_code',
    TANMA_API_URL: tanma.url,
    TANMA_APP_ID: tanmaCredentials.appId,
    TANMA_APP_KEY: tanmaCredentials.appKey,
    YUNZHONG_API_URL: yunzhong.url,
    YUNZHONG_UNIACID: yunzhongTenant.uniacid,
    YUNZHONG_BUSINESS_ID: yunzhongTenant.businessId,
    YUNZHONG_SERVICE_MOBILE: yunzhongTenant.mobile,
    YUNZHONG_SERVICE_PASSWORD: yunzhongTenant.password,
  }
}

/** Starts every simulated vendor, each on a free port of loopback, all of one world. */
export async function startSimulators(options: SimulatorsOptions = {}): Promise<Simulators> {
  const {
    clock = Date.now,
    seed = 1,
    publicOrigin = 'http://localhost:8080',
    slowMs = 4000,
    fieldTasks = 600,
  } = options
  const world = createWorld({ seed, now: clock() })
  const common = { world, clock, seed, slowMs }
  const vendors: Vendors = {
    wecom: await startWecom({ world, clock, slowMs, publicOrigin }),
    youmi: await startYoumi(common),
    waiqin: await startWaiqin({ ...common, fieldTasks }),
    tanma: await startTanma(common),
    yunzhong: await startYunzhong(common),
    orders: await startOrders(common),
  }

  const qikeliao = createQikeliao({ world, clock, seed, publicOrigin })

  function reset(): void {
    Object.assign(world, createWorld({ seed, now: clock() }))
    Object.assign(vendors.wecom, { fault: 'none', followerPageSize: 500 })
    vendors.wecom.seen.length = 0
    vendors.wecom.refuseWith(0)
    vendors.wecom.callbacks.length = 0
    const { wecom: _wecom, ...others } = vendors
    for (const vendor of Object.values(others)) vendor.reset()
  }

  async function close(): Promise<void> {
    await Promise.all(Object.values(vendors).map((vendor: Vendor) => vendor.close()))
  }

  return { world, vendors, qikeliao, environment: environmentOf(vendors), reset, close }
}

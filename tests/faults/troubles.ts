import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'
import type { Trouble } from './front.ts'
import type { Town } from './town.ts'
import { ordersTroubles } from './vendors/orders.ts'
import { tanmaTroubles } from './vendors/tanma.ts'
import { waiqinTroubles } from './vendors/waiqin.ts'
import { wecomTroubles } from './vendors/wecom.ts'
import { youmiTroubles } from './vendors/youmi.ts'
import { yunzhongTroubles } from './vendors/yunzhong.ts'
import { wireTroubles } from './wire-troubles.ts'

const own: Record<VendorName, (town: Town) => Record<string, Trouble>> = {
  youmi: ({ simulators }) => youmiTroubles(simulators.vendors.youmi),
  waiqin: waiqinTroubles,
  tanma: tanmaTroubles,
  yunzhong: ({ simulators }) => yunzhongTroubles(simulators.vendors.yunzhong),
  orders: ({ simulators }) => ordersTroubles(simulators.vendors.orders),
  wecom: ({ simulators }) => wecomTroubles(simulators.vendors.wecom),
}

/** All troubles that this vendor can have, by their names in the matrix. */
export const troublesOf = (town: Town, source: VendorName): Record<string, Trouble> => ({
  ...wireTroubles,
  ...own[source](town),
})

import type { AskedVendor } from '../support/asked-vendors.ts'
import type { Trouble } from './front.ts'
import type { Town } from './town.ts'
import { tanmaTroubles } from './vendors/tanma.ts'
import { waiqinTroubles } from './vendors/waiqin.ts'
import { wecomTroubles } from './vendors/wecom.ts'
import { youmiTroubles } from './vendors/youmi.ts'
import { yunzhongTroubles } from './vendors/yunzhong.ts'
import { wireTroubles } from './wire-troubles.ts'

const own: Record<AskedVendor, (town: Town) => Record<string, Trouble>> = {
  youmi: ({ simulators }) => youmiTroubles(simulators.vendors.youmi),
  waiqin: waiqinTroubles,
  tanma: tanmaTroubles,
  yunzhong: ({ simulators }) => yunzhongTroubles(simulators.vendors.yunzhong),
  wecom: ({ simulators }) => wecomTroubles(simulators.vendors.wecom),
}

/** All troubles that this vendor can have, by their names in the matrix. */
export const troublesOf = (town: Town, source: AskedVendor): Record<string, Trouble> => ({
  ...wireTroubles,
  ...own[source](town),
})

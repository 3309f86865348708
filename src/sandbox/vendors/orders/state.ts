import type { OrdersQuirks } from './quirks.ts'
import type { Rows } from './seed.ts'

/** All of the order system's data. */
export interface OrdersState extends Rows {
  quirks: OrdersQuirks
}

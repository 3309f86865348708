/** Faults that can be switched on for a whole vendor. */
export const faults = ['none', 'slow', 'down', 'refusing', 'garbage', 'rate_limited'] as const
export type Fault = (typeof faults)[number]

export const vendorNames = ['wecom', 'youmi', 'waiqin', 'tanma', 'yunzhong', 'orders'] as const
export type VendorName = (typeof vendorNames)[number]

/** A request that a simulator received, for tests that count calls. */
export interface SeenRequest {
  operation: string
  at: number
  body: unknown
}

/** A running simulator. */
export interface Vendor {
  name: VendorName
  /** Base URL on loopback, without a slash at the end. */
  url: string
  seen: SeenRequest[]
  /** Every route as `POST /path`; each has a row in `tests/sandbox/coverage.ts`. */
  routes: string[]
  fault: Fault
  /** How long `slow` waits before each answer. */
  slowMs: number
  close(): Promise<void>
}

/** Epoch ms. The simulators have a clock of their own, so that tests can change it. */
export type Clock = () => number

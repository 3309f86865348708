/** What can be switched on for a whole vendor. */
export const faults = ['none', 'slow', 'down', 'refusing', 'garbage', 'rate_limited'] as const
export type Fault = (typeof faults)[number]

export const vendorNames = ['wecom', 'youmi', 'waiqin', 'tanma', 'yunzhong'] as const
export type VendorName = (typeof vendorNames)[number]

/** A request that a simulator saw, for tests that count calls. */
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
  /** `POST /path` of all that it answers: each has a row in the coverage table of the tests. */
  routes: string[]
  fault: Fault
  /** How long `slow` waits before each answer. */
  slowMs: number
  close(): Promise<void>
}

/** Milliseconds since 1970; the simulators' own, so that tests can turn it. */
export type Clock = () => number

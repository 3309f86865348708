import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { noQuirks, type WaiqinQuirks } from './quirks.ts'
import { registerWaiqin, type WaiqinState } from './routes.ts'
import { createWaiqinStore } from './store.ts'
import { createWaiqinTruth, type WaiqinTruth } from './truth.ts'
import { waiqinVoice } from './voice.ts'

export const waiqinCredentials = { openid: '8412600713655280641', appKey: 'sandboxWaiqinKey01' }

export interface WaiqinOptions {
  world: World
  clock: Clock
  seed?: number
  slowMs?: number
  port?: number
  /** Total number of tasks, up to a million; by default about 600. */
  fieldTasks?: number
  toleranceMs?: number
}

export interface WaiqinVendor extends Vendor, WaiqinTruth {
  quirks: WaiqinQuirks
  setQuirks(patch: Partial<WaiqinQuirks>): void
  /** Restores rows, quirks, fault and log to their initial state. */
  reset(): void
}

/** Starts the simulated 勤策. */
export async function startWaiqin(options: WaiqinOptions): Promise<WaiqinVendor> {
  const { world, clock, seed = 1, fieldTasks = 600, toleranceMs = 900_000, slowMs, port } = options
  const makeStore = () => createWaiqinStore({ world, clock, seed, fieldTasks })
  const state: WaiqinState = { store: makeStore(), quirks: noQuirks() }
  const vendor = await startVendor({
    name: 'waiqin',
    clock,
    voice: waiqinVoice,
    ...(slowMs !== undefined && { slowMs }),
    ...(port !== undefined && { port }),
    routes: (app) => registerWaiqin(app, { state, credentials: waiqinCredentials, clock, toleranceMs }),
  })

  function reset(): void {
    state.store = makeStore()
    Object.assign(state.quirks, noQuirks())
    vendor.seen.length = 0
    vendor.fault = 'none'
  }

  const setQuirks = (patch: Partial<WaiqinQuirks>) => void Object.assign(state.quirks, patch)
  return Object.assign(vendor, createWaiqinTruth({ state, world, clock }), { quirks: state.quirks, setQuirks, reset })
}

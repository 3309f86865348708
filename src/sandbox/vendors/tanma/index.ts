import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { noQuirks, registerTanma, type TanmaQuirks, type TanmaState } from './routes.ts'
import { seedGroups } from './seed.ts'
import { createTanmaTruth, type TanmaTruth } from './truth.ts'
import { seedUsers } from './users.ts'
import { tanmaVoice } from './voice.ts'

export const tanmaCredentials = { appId: 'ww5d8f0c1e2a3b4c6d_s4ndbx', appKey: 'sandbox-tanma-app-key-not-a-real-one' }

export interface TanmaOptions {
  world: World
  clock: Clock
  seed?: number
  slowMs?: number
  port?: number
  toleranceMs?: number
}

export interface TanmaVendor extends Vendor, TanmaTruth {
  quirks: TanmaQuirks
  setQuirks(patch: Partial<TanmaQuirks>): void
  /** Restores rows, quirks, fault and log to their initial state. */
  reset(): void
}

/** Starts the simulated 探马. */
export async function startTanma(options: TanmaOptions): Promise<TanmaVendor> {
  const { world, clock, seed = 1, toleranceMs = 300_000, slowMs, port } = options
  const makeGroups = () => new Map(seedGroups(world, clock(), seed).map((row) => [row.group.chatId, row]))
  const state: TanmaState = { groups: makeGroups(), users: seedUsers(world), quirks: noQuirks() }
  const vendor = await startVendor({
    name: 'tanma',
    clock,
    voice: tanmaVoice,
    ...(slowMs !== undefined && { slowMs }),
    ...(port !== undefined && { port }),
    routes: (app) => registerTanma(app, { state, credentials: tanmaCredentials, clock, toleranceMs }),
  })

  function reset(): void {
    state.groups = makeGroups()
    state.users = seedUsers(world)
    Object.assign(state.quirks, noQuirks())
    vendor.seen.length = 0
    vendor.fault = 'none'
  }

  const setQuirks = (patch: Partial<TanmaQuirks>) => void Object.assign(state.quirks, patch)
  return Object.assign(vendor, createTanmaTruth({ state, clock }), { quirks: state.quirks, setQuirks, reset })
}

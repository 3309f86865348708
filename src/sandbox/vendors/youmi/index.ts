import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { registerYoumi, type YoumiState } from './routes.ts'
import { seedTodos } from './seed.ts'
import { createTokens } from './tokens.ts'
import { seedStaff } from './staff.ts'
import { createYoumiTruth, type YoumiTruth } from './truth.ts'
import { youmiVoice } from './voice.ts'
import { noQuirks, type YoumiQuirks } from './wire.ts'

export const youmiClient = { clientId: 'sandbox-qkl-client', clientSecret: 'sandbox-youmi-client-secret-not-real' }

export interface YoumiOptions {
  world: World
  clock: Clock
  seed?: number
  slowMs?: number
  port?: number
}

export interface YoumiVendor extends Vendor, YoumiTruth {
  quirks: YoumiQuirks
  setQuirks(patch: Partial<YoumiQuirks>): void
  /** Restores rows, quirks, fault and log to their initial state; tokens expire. */
  reset(): void
}

/** Starts the simulated 友米, with its identity server at the same address. */
export async function startYoumi(options: YoumiOptions): Promise<YoumiVendor> {
  const { world, clock, seed = 1, slowMs, port } = options
  const makeTodos = () => new Map(seedTodos(world, clock(), seed).map((todo) => [todo.id, todo]))
  const state: YoumiState = { todos: makeTodos(), staff: seedStaff(world), quirks: noQuirks() }
  const tokens = createTokens(youmiClient, clock)
  const vendor = await startVendor({
    name: 'youmi',
    clock,
    voice: youmiVoice(clock),
    ...(slowMs !== undefined && { slowMs }),
    ...(port !== undefined && { port }),
    routes: (app) => registerYoumi(app, { state, tokens, clock }),
  })

  function reset(): void {
    state.todos = makeTodos()
    state.staff = seedStaff(world)
    Object.assign(state.quirks, noQuirks())
    tokens.expireAll()
    vendor.seen.length = 0
    vendor.fault = 'none'
  }

  const setQuirks = (patch: Partial<YoumiQuirks>) => void Object.assign(state.quirks, patch)
  return Object.assign(vendor, createYoumiTruth({ state, tokens, clock }), { quirks: state.quirks, setQuirks, reset })
}

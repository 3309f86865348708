import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { accountsOf, businessId, serviceAccount, uniacid } from './accounts.ts'
import { createLogin } from './login.ts'
import { createNotices } from './notices.ts'
import { createPushes } from './pushes.ts'
import { noQuirks, type YunzhongQuirks } from './quirks.ts'
import { registerYunzhong } from './routes.ts'
import { seedJobs } from './seed-jobs.ts'
import { seedNotices } from './seed-notices.ts'
import { seedPushes } from './seed-pushes.ts'
import { createSessions } from './sessions.ts'
import type { YunzhongState } from './state.ts'
import { createYunzhongTruth, type YunzhongTruth } from './truth.ts'
import { yunzhongVoice } from './voice.ts'

export const yunzhongTenant = {
  uniacid: String(uniacid),
  businessId: String(businessId),
  mobile: serviceAccount.mobile,
  password: serviceAccount.password,
}

export interface YunzhongOptions {
  world: World
  clock: Clock
  seed?: number
  slowMs?: number
  port?: number
}

export interface YunzhongVendor extends Vendor, YunzhongTruth {
  quirks: YunzhongQuirks
  setQuirks(patch: Partial<YunzhongQuirks>): void
  /** Restores rows, quirks, fault, locks and log to their initial state; all users are signed out. */
  reset(): void
}

/** Starts the simulated 芸众: one shop and one enterprise, whose staff sign in. */
export async function startYunzhong(options: YunzhongOptions): Promise<YunzhongVendor> {
  const { world, clock, seed = 1, slowMs, port } = options
  const makeRows = () => {
    const accounts = accountsOf(world)
    return {
      accounts,
      ...seedJobs(world, clock(), seed),
      pushes: seedPushes(world, clock(), seed),
      notices: seedNotices(accounts, clock(), seed),
    }
  }
  const state: YunzhongState = { ...makeRows(), quirks: noQuirks() }
  const sessions = createSessions(clock)
  const login = createLogin(() => state.accounts, clock)
  const vendor = await startVendor({
    name: 'yunzhong',
    clock,
    voice: yunzhongVoice,
    ...(slowMs !== undefined && { slowMs }),
    ...(port !== undefined && { port }),
    routes: (app) =>
      registerYunzhong(app, {
        state,
        sessions,
        login,
        pushes: createPushes({ state, world, clock }),
        notices: createNotices({ state, clock }),
      }),
  })

  function reset(): void {
    Object.assign(state, makeRows())
    Object.assign(state.quirks, noQuirks())
    sessions.expire()
    login.unlock()
    vendor.seen.length = 0
    vendor.fault = 'none'
  }

  const setQuirks = (patch: Partial<YunzhongQuirks>) => void Object.assign(state.quirks, patch)
  const truth = createYunzhongTruth({ state, sessions, login, clock })
  return Object.assign(vendor, truth, { quirks: state.quirks, setQuirks, reset })
}

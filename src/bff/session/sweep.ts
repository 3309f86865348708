import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import { factsOf } from '../logging/log-failure.ts'
import type { Store } from '../store/store.ts'
import { longestMs } from './session.ts'

export interface SweepDeps {
  store: Pick<Store, 'departures' | 'sessionEnds' | 'loginStates' | 'leftOut' | 'leases' | 'countOn'>
  clock: Clock
  /** This instance. */
  owner: string
  retainDays: number
  log: Pick<FastifyBaseLogger, 'info' | 'error'>
}

const hourMs = 3_600_000
const dayMs = 86_400_000
/** Longer than any session that they end. */
const endsKeptMs = longestMs + dayMs
/** Longer than between two readings of any part. */
const leftOutKeptMs = 7 * dayMs
const lease = 'departures'
/** A sweep that takes longer may meet another: what is gone is gone, and nothing goes twice. */
const leaseMs = 20_000

/** What is due by the time that is stored with it: nothing is missed while no instance runs. */
export function createSweep({ store, clock, owner, retainDays, log }: SweepDeps) {
  async function purge(userid: string): Promise<void> {
    await store.departures.purge(userid, clock())
    log.info({ audit: 'purge', userid, source: 'wecom' }, 'nothing is kept any more of somebody who left')
  }

  return async (): Promise<void> => {
    if (!(await store.leases.acquire(lease, owner, leaseMs))) return
    try {
      await store.countOn()
      await store.sessionEnds.sweep(clock() - endsKeptMs)
      await store.loginStates.sweep(clock())
      await store.leftOut.sweep(clock() - leftOutKeptMs)
      for (const userid of await store.departures.unpurgedBefore(clock() - retainDays * dayMs)) await purge(userid)
    } finally {
      await store.leases.release(lease, owner)
    }
  }
}

/** Each hour, at one of the instances, as long as the server listens. */
export function sweepHourly(app: FastifyInstance, sweep: () => Promise<void>, log: SweepDeps['log']): void {
  let timer: NodeJS.Timeout | undefined
  // A database that does not answer now does so in an hour.
  const run = () => void sweep().catch((error: unknown) => log.error(factsOf(error), 'could not sweep'))
  app.addHook('onListen', async () => {
    run()
    timer = setInterval(run, hourMs).unref()
  })
  app.addHook('preClose', async () => clearInterval(timer))
}

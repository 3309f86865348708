import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Clock } from '../clock.ts'
import { factsOf } from '../logging/log-failure.ts'
import { keyEndsAt } from '../panels/key-life.ts'
import type { Store } from '../store/store.ts'
import { longestMs } from './session.ts'
import { createUnfollowed, type UnfollowedDeps } from './unfollowed.ts'

export interface SweepDeps {
  store: Store
  clock: Clock
  /** This instance. */
  owner: string
  retainDays: number
  isFollowed: UnfollowedDeps['isFollowed']
  log: Pick<FastifyBaseLogger, 'info' | 'error'>
}

const hourMs = 3_600_000
const dayMs = 86_400_000
/** Longer than any session that they end. */
const endsKeptMs = longestMs + dayMs
/** Longer than between two readings of any part. */
const leftOutKeptMs = 7 * dayMs
/** A plot of a day, and the hour that is not over. */
const callsKeptMs = 25 * hourMs
const lease = 'departures'
/** A sweep that takes longer may meet another: what is gone is gone, and nothing goes twice. */
const leaseMs = 20_000

/** What is due by the time that is stored with it: nothing is missed while no instance runs. */
export function createSweep({ store, clock, owner, retainDays, isFollowed, log }: SweepDeps) {
  const retainMs = retainDays * dayMs
  const unfollowed = createUnfollowed({ store, clock, retainMs, isFollowed })

  async function purge(userid: string): Promise<void> {
    await store.departures.purge(userid, clock())
    log.info({ audit: 'purge', userid, source: 'wecom' }, 'nothing is kept any more of somebody who left')
  }

  /** Under a name of its own, so that this instance's own mirror does not pass for it. */
  async function forgetMirror(name: string, before: number): Promise<void> {
    const sweeper = `${owner} sweeps`
    if (!(await store.leases.acquire(name, sweeper, leaseMs))) return
    await store.mirrors.forget(name, before).finally(() => store.leases.release(name, sweeper))
  }

  async function sweepTables(before: number): Promise<void> {
    const now = clock()
    await store.sessionEnds.sweep(now - endsKeptMs)
    await store.loginStates.sweep(now)
    await store.loginTries.sweep(now)
    await store.openings.sweep(now)
    await store.leftOut.sweep(now - leftOutKeptMs)
    await store.signingKeys.sweep(keyEndsAt(now))
    await store.sweepLeases(dayMs)
    // Also swept where one is marked, two hours later: this is for when no more are told.
    await store.changes.sweep(dayMs)
    await store.links.sweepRemoved(now)
    await store.mappings.sweep({ now, before })
    await store.chats.sweep(before)
    for (const name of await store.mirrors.idleSince(before)) await forgetMirror(name, before)
    await store.fieldTasks.sweepPeople()
    await store.people.sweep(before)
    await store.callHours.sweep(now - callsKeptMs)
  }

  return async (): Promise<void> => {
    if (!(await store.leases.acquire(lease, owner, leaseMs))) return
    try {
      const before = clock() - retainMs
      await store.countOn()
      await sweepTables(before)
      for (const userid of await store.departures.unpurgedBefore(before)) await purge(userid)
      await store.departures.forgetPurged(before)
      for (const externalUserId of await unfollowed())
        log.info(
          { audit: 'purge', externalUserId, source: 'wecom' },
          'nothing is kept any more of a contact without followers',
        )
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

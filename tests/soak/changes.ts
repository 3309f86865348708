import { setTimeout as wait } from 'node:timers/promises'
import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import type { Random } from '../../src/sandbox/world/random.ts'

/** After this time WeCom's report of a change must have taken effect for everyone. */
const settleMs = 1000
const awayMs = 300
const restMs = 700

/** Changes at the vendors during the load: customers come and go, groups change, tokens and sessions end early. */
export function createChanges({ vendors, world }: Simulators, random: Random) {
  const { wecom, youmi, yunzhong } = vendors
  /** Until then a user may still be refused a customer or group that is theirs again. */
  let isAway = 0
  let awayUntil = 0
  let told = 0

  async function flicker(gone: () => Promise<void>, back: () => Promise<void>): Promise<void> {
    isAway += 1
    await gone()
    await wait(awayMs)
    await back()
    isAway -= 1
    awayUntil = Date.now() + settleMs
    told += 2
  }

  const follower = () => {
    const contact = random.pick(world.contacts.filter(({ gone, follows }) => !gone && follows.length > 0))
    const userid = random.pick(contact.follows).userid
    return { id: contact.externalUserId, userid }
  }

  async function comeAndGo(): Promise<void> {
    const { id, userid } = follower()
    await flicker(
      () => wecom.unfollow(id, userid),
      () => wecom.follow(id, userid),
    )
  }

  const leaveAndJoin = () =>
    flicker(
      () => wecom.leaveChat(cast.busyChat, cast.seedContact),
      () => wecom.joinChat(cast.busyChat, cast.seedContact),
    )

  async function note(): Promise<void> {
    const { id, userid } = follower()
    told += 1
    await wecom.setRemark(id, userid, `备注${random.digits(4)}`)
  }

  const acts: readonly (() => Promise<void> | void)[] = [
    comeAndGo,
    leaveAndJoin,
    note,
    note,
    () => wecom.expireTokens(),
    () => wecom.expireTickets(),
    () => youmi.expireTokens(),
    // Not those of the service account, which signs in at most twice in half an hour.
    () => yunzhong.expireSessions(random.pick(world.staff).userid),
  ]

  return {
    told: () => told,
    /** WeCom's callbacks that the BFF did not accept. */
    untaken: () => wecom.callbacks.filter(({ isTaken, tries }) => !isTaken && tries === 3).length,
    wasAway: (since: number) => isAway > 0 || awayUntil >= since,
    async run(stop: AbortSignal): Promise<void> {
      while (!stop.aborted) {
        await random.pick(acts)()
        // The simulators keep all requests for tests, and would run out of memory here.
        for (const vendor of Object.values(vendors)) vendor.seen.length = 0
        await wait(restMs, undefined, { signal: stop }).catch(() => undefined)
      }
    },
  }
}

export type Changes = ReturnType<typeof createChanges>

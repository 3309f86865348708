import { AppError } from '../errors.ts'
import { seen } from '../wire/seen.ts'
import type { Staff } from '#contract/session'
import type { Departures } from './departures.ts'
import type { Ends } from './ends.ts'
import type { Membership } from './membership.ts'

export interface AdmitDeps {
  ends: Ends
  membership: Membership
  departures: Departures
}

/** Whoever WeCom has just signed in waits so long for the rest. */
const patienceMs = 2000

export interface Admitted {
  staff: Staff
  endsBefore: number
}

/**
 * Lets somebody in, unless WeCom says that they are gone. Where it does not say, its own login is enough (`isNamed`), but not for
 * who is marked as left.
 * @throws not_a_member
 */
export function createAdmit({ ends, membership, departures }: AdmitDeps) {
  return async (userid: string, { isNamed } = { isNamed: true }): Promise<Admitted> => {
    const endsBefore = await ends.lastOf(userid)
    try {
      const { name, isGone } = await membership.ask(userid, AbortSignal.timeout(patienceMs), true)
      if (!isGone) {
        await departures.found(userid)
        return { staff: { userid, name: seen(name) ?? userid }, endsBefore }
      }
    } catch (error) {
      if (!isNamed || (await departures.isMarked(userid))) throw error
      return { staff: { userid, name: userid }, endsBefore }
    }
    await departures.left(userid)
    throw new AppError('not_a_member')
  }
}

export type Admit = ReturnType<typeof createAdmit>

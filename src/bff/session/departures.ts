import { isRecent } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { DepartureStore } from '../store/store.ts'

/** A range that was narrowed by mistake is widened again within this time. */
const doubtMs = 86_400_000

export interface Departures {
  /** WeCom does not know them, or says that they left or are disabled. Nothing is destroyed yet. */
  left(userid: string): Promise<void>
  /** WeCom says that they were deleted: nothing is kept. */
  deleted(userid: string): Promise<void>
  /** WeCom says that they have another userid now. Whoever has the former one later is somebody else. */
  renamed(userid: string): Promise<void>
  /** Whether they are marked as left and nobody has been found under the userid since. */
  isMarked(userid: string): Promise<boolean>
  /** WeCom knows them: the same person as before, or, long after a departure, somebody else. */
  found(userid: string): Promise<void>
}

/** What is done when somebody leaves, and when their userid is in use again. */
export function createDepartures({ departures, clock }: { departures: DepartureStore; clock: Clock }): Departures {
  return {
    left: (userid) => departures.leave(userid, clock(), false),
    renamed: (userid) => departures.leave(userid, clock(), true),

    async deleted(userid) {
      await departures.leave(userid, clock(), true)
      await departures.purge(userid, clock())
    },

    async isMarked(userid) {
      const mark = await departures.of(userid)
      return mark !== null && mark.returnedAt === null
    },

    async found(userid) {
      const mark = await departures.of(userid)
      if (!mark || mark.returnedAt !== null) return
      const isSame = !mark.isFinal && isRecent(mark.leftAt, doubtMs, clock())
      await (isSame ? departures.forget(userid, clock()) : departures.giveAway(userid, clock()))
    },
  }
}

import type { Clock } from '../clock.ts'
import { sessionsOf, sessionSubject, type SessionEndStore } from '../store/store.ts'
import type { Session } from './session.ts'

export interface EndsDeps {
  /** Reads them, together with whatever else is asked in the same turn. */
  changes: { of(subjects: readonly string[]): Promise<ReadonlyMap<string, number>> }
  sessionEnds: Pick<SessionEndStore, 'put'>
  clock: Clock
}

/** Sessions that ended before their time: one by its sign-out, all of a person's by what WeCom or an administrator says. */
export function createEnds({ changes, sessionEnds, clock }: EndsDeps) {
  return {
    async isOver({ id, staff, endsBefore }: Session): Promise<boolean> {
      const [own, all] = [sessionSubject(id), sessionsOf(staff.userid)]
      const ends = await changes.of([own, all])
      return ends.has(own) || (ends.get(all) ?? -Infinity) > endsBefore
    },
    /** To be asked before a person is let in: an end that comes after this ends the new session, too. */
    async lastOf(userid: string): Promise<number> {
      return (await changes.of([sessionsOf(userid)])).get(sessionsOf(userid)) ?? 0
    },
    endOne: ({ id }: Session): Promise<void> => sessionEnds.put(sessionSubject(id), clock()),
  }
}

export type Ends = ReturnType<typeof createEnds>

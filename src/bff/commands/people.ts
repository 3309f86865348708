import { sessionsOf, type Store } from '../store/store.ts'

/** Ends all sessions of a person. Sessions are in no table, so what else is kept tells a typing error. */
export async function revoke({ sessionEnds, departures }: Store, userid: string, now: number): Promise<string> {
  await sessionEnds.put(sessionsOf(userid), now)
  const isKnown = await departures.isKnown(userid)
  const unknown = isKnown ? '' : '; nothing else is kept of this userid: check how it is written'
  return `${userid}: every session that there may have been has ended${unknown}`
}

/** For an administrator: this userid still belongs to the person who left. */
export async function restore({ departures }: Store, userid: string): Promise<string> {
  return (await departures.restore(userid))
    ? `${userid}: no longer counts as left, and has again what was kept`
    : `${userid}: is not marked as left; nothing was changed`
}

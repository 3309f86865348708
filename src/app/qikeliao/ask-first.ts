import type { Boot } from '#contract/session'
import { askEarly, type EarlyRequest } from '../start/ask-early.ts'
import { friendKey, readFriend } from './read-friend.ts'

export type Friend = NonNullable<Boot['subject']>

/** Sends what the first screen shows, before the page has come. A friend who is no contact of the user's has todos alone. */
export function askFirst({ friendId, externalUserId }: Friend, boot: Boot): EarlyRequest[] {
  if (externalUserId !== null) return askEarly({ kind: 'contact', externalUserId }, boot)
  const answer = readFriend(friendId)
  // The query that takes the answer over handles its failure.
  answer.catch(() => undefined)
  return [{ key: friendKey(friendId), ask: () => answer }]
}

import { LRUCache } from 'lru-cache'
import PQueue from 'p-queue'
import { isRecent, msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { ChatRow, ChatStore, OwnedChats } from '../store/store.ts'
import { usableMs, groupListKey, type Changes } from './changes.ts'
import { isOfSubject } from '../wecom/failures.ts'
import type { Wecom } from '../wecom/wecom.ts'

export interface OwnedChatsDeps {
  wecom: Pick<Wecom, 'ownedChatIds' | 'chat'>
  chats: ChatStore
  changes: Changes
  clock: Clock
}

/** One salesperson's groups as they are kept, and the changes that WeCom has reported since. */
export interface Kept {
  list: OwnedChats | null
  rows: ChatRow[]
  changed: ReadonlyMap<string, number>
}

type Sight = Pick<ChatRow, 'fetchedAt' | 'changedAt'>

const renewMs = 60_000
const concurrency = 5
/** Who sits in a group, and its name, are read again after this. */
export const chatMs = 600_000

/** Reads the groups of the stored list. */
export async function readKept(deps: OwnedChatsDeps, userid: string): Promise<Kept> {
  const list = await deps.chats.ownedBy(userid)
  const ids = list?.chatIds ?? []
  const [rows, changed] = await Promise.all([deps.chats.byIds(ids), deps.changes.of([groupListKey(userid), ...ids])])
  return { list, rows, changed }
}

/** WeCom reported a change since then, so the earlier answer no longer holds. */
export const isOverrun = ({ changed }: Kept, subject: string, { changedAt }: Sight): boolean =>
  changedAt !== (changed.get(subject) ?? null)

export const isOld = ({ fetchedAt, changedAt }: Sight, ageMs: number, now: number): boolean =>
  !isRecent(fetchedAt, usableMs({ at: fetchedAt, changedAt }, ageMs), now)

/** Reads one salesperson's groups from WeCom and keeps them. */
export function createRenew(deps: OwnedChatsDeps) {
  const { wecom, chats, clock } = deps
  /** Dissolved since the list was read, or outside the app's visible range: not asked about again for a while. */
  const untold = new LRUCache<string, { holds: Span; changedAt: number | null }>({ max: 1000 })

  async function renewChat(chatId: string, changedAt: number | null, signal: AbortSignal): Promise<void> {
    const fetchedAt = clock()
    try {
      const { owner, name, members } = await wecom.chat(chatId, signal)
      await chats.put({
        chatId,
        owner: owner ?? '',
        name,
        memberIds: members.map(({ id }) => id),
        fetchedAt,
        changedAt,
      })
    } catch (error) {
      if (!isOfSubject(error)) throw error
      // The other groups must still be shown.
      await chats.remove(chatId)
      untold.set(chatId, { holds: spanOf(chatMs, clock), changedAt })
    }
  }

  return {
    /** Whether WeCom has just refused to tell of this group, and has reported no change of it since. */
    isUntold({ changed }: Kept, chatId: string): boolean {
      const refusal = untold.get(chatId)
      return (
        refusal !== undefined && refusal.changedAt === (changed.get(chatId) ?? null) && msLeft(refusal.holds, clock) > 0
      )
    },

    /** Which groups they own: one call, however many there are. */
    async list(userid: string): Promise<void> {
      const own = groupListKey(userid)
      const changedAt = (await deps.changes.of([own])).get(own) ?? null
      const fetchedAt = clock()
      const chatIds = await wecom.ownedChatIds(userid, AbortSignal.timeout(renewMs))
      await chats.putOwned(userid, { chatIds, fetchedAt, changedAt })
    },

    /** Owner, name and members of these groups. */
    async groups(chatIds: readonly string[], { changed }: Kept): Promise<void> {
      const signal = AbortSignal.timeout(renewMs)
      const queue = new PQueue({ concurrency })
      // After a failure no more calls begin. Those under way end first, so that their groups are stored.
      queue.on('error', () => queue.clear())
      const renewals = queue.addAll(
        // A signal of its own for each call: Node warns of a leak when many listen to the same one.
        chatIds.map((chatId) => () => renewChat(chatId, changed.get(chatId) ?? null, AbortSignal.any([signal]))),
      )
      await Promise.allSettled([renewals, queue.onIdle()])
      await renewals
    },
  }
}

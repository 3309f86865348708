import PQueue from 'p-queue'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { ChatRow, ChatStore, OwnedChats } from '../store/store.ts'
import { usableMs, groupListKey, type Changes } from './changes.ts'
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
/** In place of a time: the list is known, but its groups are still being read. */
export const incomplete = 0

/** Reads the groups of the stored list, or only the given ones. */
export async function readKept(deps: OwnedChatsDeps, userid: string, chatIds?: readonly string[]): Promise<Kept> {
  const list = await deps.chats.ownedBy(userid)
  const ids = chatIds ?? list?.chatIds ?? []
  const [rows, changed] = await Promise.all([deps.chats.byIds(ids), deps.changes.of([groupListKey(userid), ...ids])])
  return { list, rows, changed }
}

/** WeCom reported a change since then, so the earlier answer no longer holds. */
export const isOverrun = ({ changed }: Kept, subject: string, { changedAt }: Sight): boolean =>
  changedAt !== (changed.get(subject) ?? null)

export const isOld = ({ fetchedAt, changedAt }: Sight, ageMs: number, now: number): boolean =>
  now - fetchedAt >= usableMs({ at: fetchedAt, changedAt }, ageMs)

/** Reads one salesperson's groups from WeCom and keeps them; groups that are valid and younger than `ageMs` are not read again. */
export function createRenew(deps: OwnedChatsDeps) {
  const { wecom, chats, clock } = deps

  async function renewChat(chatId: string, changedAt: number | null, signal: AbortSignal): Promise<void> {
    const fetchedAt = clock()
    try {
      const { owner, name, members } = await wecom.chat(chatId, signal)
      await chats.put({ chatId, owner, name, memberIds: members.map(({ id }) => id), fetchedAt, changedAt })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      // Dissolved since the list was read, or outside the app's visible range: the other groups must still be shown.
      await chats.remove(chatId)
    }
  }

  return async (userid: string, ageMs: number): Promise<void> => {
    const signal = AbortSignal.timeout(renewMs)
    const own = groupListKey(userid)
    const changedAt = (await deps.changes.of([own])).get(own) ?? null
    const chatIds = await wecom.ownedChatIds(userid, signal)
    const kept = await readKept(deps, userid, chatIds)
    if (!kept.list) await chats.putOwned(userid, { chatIds, fetchedAt: incomplete, changedAt })
    const good = kept.rows.filter((row) => !isOverrun(kept, row.chatId, row) && !isOld(row, ageMs, clock()))
    const known = new Set(good.map(({ chatId }) => chatId))
    const due = chatIds.filter((chatId) => !known.has(chatId))
    const queue = new PQueue({ concurrency })
    // After a failure no more calls begin. Those under way end first, so that their groups are stored.
    queue.on('error', () => queue.clear())
    const renewals = queue.addAll(
      // A signal of its own for each call: Node warns of a leak when many listen to the same one.
      due.map((chatId) => () => renewChat(chatId, kept.changed.get(chatId) ?? null, AbortSignal.any([signal]))),
    )
    await Promise.allSettled([renewals, queue.onIdle()])
    await renewals
    await chats.putOwned(userid, { chatIds, fetchedAt: clock(), changedAt })
  }
}

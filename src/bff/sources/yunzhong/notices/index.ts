import { LRUCache } from 'lru-cache'
import type { Notice } from '#contract/notice'
import type { StatusFilter } from '#contract/work'
import { AppError, isExpired, UpstreamError } from '../../../errors.ts'
import type { CountCaches } from '../../../metrics/index.ts'
import { createRecall, recallLateMs, type Recalled } from '../../recall.ts'
import type { SourceAnswer } from '../../source.ts'
import type { Inbox, YunzhongClient } from '../client.ts'
import { refreshMs, type Clock } from '../../../clock.ts'
import type { LeftOut } from '../../left-out.ts'
import type { SourceLog } from '../../read-page.ts'
import { inTurns } from '../../../concurrency/in-turns.ts'
import type { WireNotice } from '../wire.ts'
import { createAvatar } from './avatar.ts'
import { createInboxReader, type InboxRows } from './inbox.ts'
import { toNoticeBody } from './map-notice.ts'
import { inSession, type Sessions } from '../session/sessions.ts'

interface NoticesDeps {
  apiUrl: string
  /** What was left out, for the doctor. */
  leftOut: Pick<LeftOut, 'note'>
  client: YunzhongClient
  sessions: Sessions
  clock: Clock
  log: SourceLog
  caches?: CountCaches | undefined
}

/** One salesperson's, through their own session. Each call @throws not_connected, UpstreamError */
export interface Notices {
  read(
    question: { userid: string; status: StatusFilter; refresh: boolean },
    signal: AbortSignal,
  ): Promise<SourceAnswer<Notice>>
  /** Marks it through the message centre, and reads again to see whether that worked. @throws notice_gone, not_marked */
  markRead(userid: string, noticeId: string, signal: AbortSignal): Promise<void>
  forget(userid: string): void
}

const filters: Record<StatusFilter, readonly Inbox[]> = {
  open: ['unread'],
  done: ['read'],
  all: ['unread', 'read'],
  cancelled: [],
}

/** 芸众's project-manager notices: two inboxes, and a message centre that some tenants have. */
export function createNotices(deps: NoticesDeps): Notices {
  const { apiUrl, client, sessions, clock, log, caches } = deps
  const inboxes = createRecall<InboxRows>({ ...inSession, clock, count: caches?.('notices') })
  const inbox = createInboxReader({ client, clock, log })
  const avatar = createAvatar(apiUrl)
  /** Whether the tenant has a message centre, by session. */
  const centres = new LRUCache<string, boolean>({ max: 1000 })

  async function rowsOf(
    question: { userid: string; which: Inbox; isCounted: boolean; olderThanMs?: number },
    signal: AbortSignal,
  ): Promise<Recalled<InboxRows>> {
    const { userid, which, isCounted, olderThanMs } = question
    const key = `${await sessions.openedAt(userid)} ${which} ${isCounted}`
    return inboxes.ask({ who: userid, key, olderThanMs, signal }, async (own) => {
      const answer = await sessions.use(userid, (jar) => inbox.read(jar, which, isCounted, own))
      const part = { operation: `notice/${which}`, part: `person ${userid}` }
      if (!isCounted) await deps.leftOut.note(part, answer.leftOut)
      return answer
    })
  }

  /** Asked once a session. A refusal is kept as an answer, a failure is not. */
  async function hasCentre(userid: string, signal: AbortSignal): Promise<boolean> {
    const key = `${userid} ${await sessions.openedAt(userid)}`
    const known = centres.get(key)
    if (known !== undefined) return known
    try {
      await sessions.use(userid, (jar) => client.messages(jar, 1, signal))
      centres.set(key, true)
      return true
    } catch (error) {
      if (!(error instanceof UpstreamError) || isExpired(error)) throw error
      if (error.reason === 'refused' || error.reason === 'not_found') centres.set(key, false)
      return false
    }
  }

  async function read(
    { userid, status, refresh }: { userid: string; status: StatusFilter; refresh: boolean },
    signal: AbortSignal,
  ): Promise<SourceAnswer<Notice>> {
    const wanted = filters[status]
    const age = refresh ? { olderThanMs: refreshMs } : {}
    const ask = (which: Inbox) => rowsOf({ userid, which, isCounted: !wanted.includes(which), ...age }, signal)
    const asked = [ask('unread'), ask('read')] as const
    // Both have to settle: a later reader must not join the one that still runs.
    await Promise.allSettled(asked)
    const [unread, done] = await Promise.all(asked)
    const canMark = unread.value.rows.length > 0 && (await hasCentre(userid, signal))
    const valueOf = (which: Inbox) => (which === 'unread' ? unread : done).value
    const toNotice = (which: Inbox, row: WireNotice): Notice => {
      const body = toNoticeBody(row, which === 'read', avatar)
      const canMarkRead = canMark && which === 'unread' && inbox.isInCentre(row.created_at)
      return Object.assign(body, { canMarkRead })
    }
    const rows = wanted.flatMap((which) => valueOf(which).rows.map((row) => ({ which, row })))
    const items = await inTurns(rows, (some) => some.map(({ which, row }) => toNotice(which, row)))
    return {
      items,
      counts: { open: unread.value.total, overdue: 0, done: done.value.total },
      asOf: Math.min(unread.fetchedAt, done.fetchedAt),
      lateMs: recallLateMs,
      leftOut: wanted.flatMap((which) => valueOf(which).leftOut).length,
      problem: unread.problem ?? done.problem,
    }
  }

  async function unreadOf(userid: string, noticeId: string, signal: AbortSignal) {
    const { value, problem } = await rowsOf({ userid, which: 'unread', isCounted: false, olderThanMs: 0 }, signal)
    if (problem) throw problem
    return value.rows.find(({ id }) => id === noticeId) ?? null
  }

  return {
    read,

    async markRead(userid, noticeId, signal) {
      const notMarked = () => new AppError('not_marked', { source: 'yunzhong' })
      const notice = await unreadOf(userid, noticeId, signal)
      if (!notice) {
        const { value } = await rowsOf({ userid, which: 'read', isCounted: false, olderThanMs: 0 }, signal)
        if (!value.rows.some(({ id }) => id === noticeId)) throw new AppError('notice_gone', { source: 'yunzhong' })
        return
      }
      if (!(await hasCentre(userid, signal))) throw notMarked()
      // The centre marks any id, even a colleague's: only a row that is this user's and the same notice is marked.
      await sessions.use(userid, async (jar) => {
        const messageId = await inbox.messageOf(jar, notice, signal)
        if (messageId === null) throw notMarked()
        await client.markRead(jar, messageId, signal)
      })
      inboxes.forget(userid)
      if (await unreadOf(userid, noticeId, signal)) throw notMarked()
    },

    forget: (userid) => inboxes.forget(userid),
  }
}

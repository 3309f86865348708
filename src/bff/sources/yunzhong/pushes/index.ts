import type { PushContent } from '#contract/content'
import type { Push } from '#contract/push'
import { toChinaIso } from '../../../china-time.ts'
import { refreshMs, type Clock } from '../../../clock.ts'
import { AppError, UpstreamError } from '../../../errors.ts'
import type { CountCaches } from '../../../metrics/index.ts'
import type { PlacementStore } from '../../../store/store.ts'
import { cut, longest } from '../../../wire/bounds.ts'
import type { NoteUnread } from '../../../wire/read-wire.ts'
import type { LeftOut } from '../../left-out.ts'
import { createRecall, recallLateMs } from '../../recall.ts'
import type { SourceAnswer } from '../../source.ts'
import { tally } from '../../tally.ts'
import type { Subject, YunzhongClient } from '../client.ts'
import { toPieces, type Piece } from '../map-content.ts'
import { toPush, toPushBody, type PushBody } from './map-push.ts'
import { createPlacing, type PlacingDeps, type PushQuery } from './placing.ts'
import { inSession, type Sessions } from '../session/sessions.ts'

export interface PushesDeps extends Omit<PlacingDeps, 'mark'> {
  client: YunzhongClient
  sessions: Sessions
  placements: PlacementStore
  clock: Clock
  /** What was left out, for the doctor. */
  leftOut: Pick<LeftOut, 'note'>
  note?: NoteUnread | undefined
  caches?: CountCaches | undefined
}

interface Pending {
  pushes: PushBody[]
  leftOut: number
}

/** One salesperson's, through their own session. Each call @throws not_connected, UpstreamError */
export interface Pushes {
  /** What they have to send to this customer or group; the vendor lists nothing that is done. */
  read(question: PushQuery & { refresh: boolean }, signal: AbortSignal): Promise<SourceAnswer<Push>>
  /** @throws push_gone */
  content(question: PushQuery, pushId: string, signal: AbortSignal): Promise<PushContent>
  /**
   * Reports to the vendor that a piece, or `all`, was placed in the chat, and keeps that. False where it was known already.
   * @throws push_gone
   */
  place(question: PushQuery, which: { pushId: string; key: string }, signal: AbortSignal): Promise<boolean>
  forget(userid: string): void
}

const subjectKey = (subject: Subject) => ('chatId' in subject ? subject.chatId : subject.externalUserId)

/** 芸众's SOP pushes for a customer or a group. */
export function createPushes(deps: PushesDeps): Pushes {
  const { client, sessions, placements, clock } = deps
  const lists = createRecall<Pending>({ ...inSession, clock, count: deps.caches?.('pushes') })
  const contents = createRecall<{ title: string | null; pieces: Piece[] }>({
    ...inSession,
    clock,
    count: deps.caches?.('push'),
  })
  const gone = () => new AppError('push_gone', { source: 'yunzhong' })

  async function pending({ userid, subject }: PushQuery, olderThanMs: number | undefined, signal: AbortSignal) {
    const key = `${await sessions.openedAt(userid)} ${subjectKey(subject)}`
    return lists.ask({ who: userid, key, olderThanMs, signal }, async (own) => {
      const { rows, leftOut } = await sessions.use(userid, (jar) => client.pending(jar, subject, own))
      const part = { operation: 'getTask', part: `person ${userid}, ${subjectKey(subject)}` }
      await deps.leftOut.note(
        part,
        leftOut.map((row) => ({ ...row, subject: subjectKey(subject), staffIds: [userid] })),
      )
      return { pushes: rows.map(toPushBody), leftOut: leftOut.length }
    })
  }

  /** @throws push_gone unless it waits for this person and this subject; an old list does not prove that it is gone */
  async function find(question: PushQuery, pushId: string, olderThanMs: number | undefined, signal: AbortSignal) {
    const { value, problem } = await pending(question, olderThanMs, signal)
    const push = value.pushes.find((each) => each.pushId === pushId)
    if (problem && (!push || olderThanMs === 0)) throw problem
    if (!push) throw gone()
    return push
  }

  async function piecesOf({ userid, subject }: PushQuery, pushId: string, signal: AbortSignal) {
    const key = `${await sessions.openedAt(userid)} ${subjectKey(subject)} ${pushId}`
    const { value } = await contents.ask({ who: userid, key, signal }, (own) =>
      sessions.use(userid, async (jar) => {
        const content = await client.content(jar, subject, pushId, own)
        return { title: content?.task_name ?? null, pieces: toPieces(content?.content_list, deps.note) }
      }),
    )
    return value
  }

  async function mark(question: PushQuery, pushId: string, key: string, signal: AbortSignal): Promise<void> {
    await find(question, pushId, 0, signal)
    const isAll = key === 'all'
    const isPiece = isAll || (await piecesOf(question, pushId, signal)).pieces.some((piece) => piece.key === key)
    if (!isPiece) throw gone()
    await sessions.use(question.userid, (jar) => client.markPlaced(jar, pushId, isAll ? null : key, signal))
    lists.forget(question.userid)
  }

  const placing = createPlacing({ ...deps, mark })
  return {
    async read({ refresh, ...question }, signal) {
      const { value, fetchedAt, problem } = await pending(question, refresh ? refreshMs : undefined, signal)
      const placed = await placements.of(
        question.userid,
        value.pushes.map(({ pushId }) => pushId),
      )
      const items = value.pushes.map((body) =>
        toPush(body, placed.get(body.pushId) ?? new Map<string, number>(), clock()),
      )
      return { items, counts: tally(items), asOf: fetchedAt, lateMs: recallLateMs, leftOut: value.leftOut, problem }
    },

    async content(question, pushId, signal) {
      const push = await find(question, pushId, undefined, signal)
      const { title, pieces } = await piecesOf(question, pushId, signal).catch(async (error: unknown) => {
        // Done or withdrawn since the list was read: the vendor has no code for that.
        if (error instanceof UpstreamError && error.reason === 'refused') await find(question, pushId, 0, signal)
        throw error
      })
      const placed = (await placements.of(question.userid, [pushId])).get(pushId)
      const isoOf = (at: number | undefined) => (at === undefined ? null : toChinaIso(at))
      return {
        pushId,
        title: cut(title ?? push.title, longest.title),
        pieces: pieces.map(({ key, content }) => ({
          key,
          content,
          placedAt: isoOf(placed?.get(key) ?? placed?.get('all')),
        })),
      }
    },

    place: placing.place,
    forget(userid) {
      lists.forget(userid)
      contents.forget(userid)
    },
  }
}

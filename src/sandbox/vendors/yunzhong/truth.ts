import { chinaSecond } from '../china-time.ts'
import type { Account, Job, MomentContent, Notice, Piece, Push } from './entities.ts'
import type { Login } from './login.ts'
import { colleagueNotice } from './notices.ts'
import { isPending } from './pushes.ts'
import type { Sessions } from './sessions.ts'
import type { YunzhongState } from './state.ts'

/** What a test specifies for a new push. */
export interface NewPush {
  userid: string
  /** external_userid, or chat_id with `type` 4. */
  targetId: string
  taskName: string
  type?: Push['type']
  pieces: Record<string, Piece>
}

export interface NewNotice {
  reader: string
  from: string
  head: string
  title: string
  type?: number
}

/** What a test specifies for a new moments job; people are given by userid. */
export interface NewJob {
  taskId: number
  text: string
  waiting: string[]
  finished?: string[]
  tags?: string[]
  attachments?: MomentContent['attachments']
}

/** Changes 芸众's data as its own users would. */
export interface YunzhongTruth {
  /** The account with mobile and password. */
  accountOf(userid: string): Account
  setPassword(userid: string, password: string): void
  /** Wrong passwords since the last successful login; five lock the mobile. */
  passwordFailures(mobile: string): number
  unlock(mobile?: string): void
  /** Signs out one user, or all of them. */
  expireSessions(userid?: string): void
  sessionsOf(userid: string): number
  addPush(push: NewPush): number
  removePush(id: number): void
  pendingPushes(userid: string, targetId?: string): Push[]
  /** Keys of the pieces marked as sent, in that order. */
  sentPieces(pushId: number): string[]
  addNotice(notice: NewNotice): number
  markNoticeRead(id: number): void
  noticesOf(userid: string, isRead?: boolean): Notice[]
  addJob(job: NewJob): number
  removeJob(id: number): void
  jobsOf(userid: string): Job[]
  publishMoment(jobId: number, userid: string): void
}

interface TruthDeps {
  state: YunzhongState
  sessions: Sessions
  login: Login
  clock: () => number
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`)
  return value
}

const next = (ids: number[]) => Math.max(0, ...ids) + 1

export function createYunzhongTruth({ state, sessions, login, clock }: TruthDeps): YunzhongTruth {
  const accountOf = (userid: string) =>
    found(
      state.accounts.find((each) => each.userid === userid),
      `account of ${userid}`,
    )
  const jobOf = (id: number) =>
    found(
      state.jobs.find((each) => each.id === id),
      `job ${id}`,
    )
  const now = () => chinaSecond(clock())

  function addPush({ type = 1, ...push }: NewPush): number {
    const id = next(state.pushes.map((each) => each.id))
    state.pushes.push({ ...push, type, id, sentKeys: [] })
    return id
  }

  function addNotice({ reader, from, head, title, type = 3 }: NewNotice): number {
    const id = next(state.notices.map(({ row }) => row.id))
    const row = {
      id,
      business_id: 1,
      task_id: 0,
      notice_type: type,
      notice_desc: null,
      mark: null,
      content: null,
      created_at: now(),
      body: { head, title, content: '', footer: '' },
      has_one_task: null,
    }
    state.notices.push(colleagueNotice(state, { reader, from, row }))
    return id
  }

  function addJob({ taskId, text, waiting, finished = [], tags = [], attachments = [] }: NewJob): number {
    const id = next(state.jobs.map((each) => each.id))
    const person = (isFinished: boolean) => (userid: string) => ({ userid, name: accountOf(userid).name, isFinished })
    state.jobs.push({
      id,
      taskId,
      createdAt: now(),
      content: {
        text: { content: text },
        attachments,
        visible_range: {
          sender_list: { user_list: [...waiting, ...finished], department_list: [] },
          external_contact_list: { tag_list: tags },
        },
      },
      people: [...waiting.map(person(false)), ...finished.map(person(true))],
    })
    return id
  }

  return {
    accountOf,
    setPassword: (userid, password) => void Object.assign(accountOf(userid), { password }),
    passwordFailures: (mobile) => login.failures(mobile),
    unlock: (mobile) => login.unlock(mobile),
    expireSessions: (userid) => sessions.expire(userid === undefined ? undefined : accountOf(userid).uid),
    sessionsOf: (userid) => sessions.count(accountOf(userid).uid),
    addPush,
    removePush: (id) => void (state.pushes = state.pushes.filter((each) => each.id !== id)),
    pendingPushes: (userid, targetId) =>
      state.pushes.filter(
        (push) => push.userid === userid && isPending(push) && (targetId ?? push.targetId) === push.targetId,
      ),
    sentPieces: (pushId) => [
      ...found(
        state.pushes.find(({ id }) => id === pushId),
        `push ${pushId}`,
      ).sentKeys,
    ],
    addNotice,
    markNoticeRead: (id) =>
      void (found(
        state.notices.find(({ row }) => row.id === id),
        `notice ${id}`,
      ).isRead = true),
    noticesOf: (userid, isRead = false) =>
      state.notices.filter((notice) => notice.reader === userid && notice.isRead === isRead),
    addJob,
    removeJob: (id) => void (state.jobs = state.jobs.filter((each) => each.id !== id)),
    jobsOf: (userid) => state.jobs.filter(({ people }) => people.some((each) => each.userid === userid)),
    publishMoment: (jobId, userid) =>
      void (found(
        jobOf(jobId).people.find((each) => each.userid === userid),
        `${userid} in it`,
      ).isFinished = true),
  }
}

import { inTurns } from '../../concurrency/in-turns.ts'
import { UpstreamError } from '../../errors.ts'
import { readRows, readWire, type BadRow, type Origin } from '../../wire/read-wire.ts'
import { rowListOf } from '../../wire/shapes.ts'
import { readPageInTurns, toLeftOut, type PageRows, type SourceLog } from '../read-page.ts'
import { createCall, type CallDeps, type YunzhongCall } from './call.ts'
import type { Jar } from './jar.ts'
import { login, type Credentials } from './login.ts'
import {
  JobOwner,
  RowOwner,
  WireContent,
  WireJob,
  WireJobPerson,
  WireMessage,
  WireNotice,
  WirePaginator,
  WirePending,
  WirePush,
  WireRecords,
  WireTask,
} from './wire.ts'
import type { z } from 'zod'

export interface ClientDeps extends CallDeps {
  log: SourceLog
}

/** Whom a push is for: external_userid or chat_id. */
export type Subject = { externalUserId: string } | { chatId: string }

/** Which of the two inboxes. */
export type Inbox = 'unread' | 'read'

export interface Page<Row> extends PageRows<Row> {
  /** Of all pages; null where the vendor does not count. */
  total: number | null
  isLast: boolean
}

const source = 'yunzhong'
const tasks = 'plugin.sop-task.frontend.controller.task.task'
const momentsType = 5

const subjectOf = (subject: Subject) =>
  'chatId' in subject ? { chat_id: subject.chatId } : { external_userid: subject.externalUserId }
/** 1 means a customer's push, 4 a group's: the vendor's own page asks for these two only. */
const typeOf = (subject: Subject) => ({ task_type: 'chatId' in subject ? 4 : 1 })
/** As the number that the vendor documents, unless no number holds it. */
const numberOf = (id: string): number | string => (Number.isSafeInteger(Number(id)) ? Number(id) : id)

const isThere = (row: unknown): boolean => row !== null && row !== ''

/** Rows in whatever way they are written; none where there is nothing. @throws UpstreamError `unreadable` */
function rowsOf(value: unknown, field: string, origin: Origin): unknown[] {
  const rows = rowListOf(value)
  if (rows) return rows.filter(isThere)
  throw new UpstreamError({ ...origin, reason: 'unreadable', detail: `${field}: not a list` })
}

/** One page, opened: its rows are not read yet. */
function openPage(data: unknown, page: number, origin: Origin) {
  // Without pages it is all there is.
  const {
    last_page: last = null,
    next_page_url: next = null,
    total = null,
    data: list,
  } = readWire(WirePaginator, Array.isArray(data) ? { data } : data, origin) ?? {}
  const raw = rowsOf(list, 'data', origin)
  const isLast = raw.length === 0 || (last === null ? next === null : page >= last)
  return { raw, total, isLast }
}

/** The verbs of 芸众 that we use, each as the session in the jar. Every one rejects with an UpstreamError. */
export function createClient(deps: ClientDeps) {
  const { log, note } = deps
  const originOf = (operation: string): Origin => ({ source, operation, note })
  const caller = createCall(deps)

  type Reading<T> = Omit<YunzhongCall, 'isRead'> & { jar: Jar; read(data: unknown): T | Promise<T> }
  const ask = <T>({ jar, read, ...call }: Reading<T>, signal: AbortSignal): Promise<T> =>
    caller.call({ call: { ...call, isRead: true }, jar, read }, signal)
  const tell = (call: Omit<YunzhongCall, 'isRead'>, jar: Jar, signal: AbortSignal): Promise<null> =>
    caller.call({ call: { ...call, isRead: false }, jar, read: () => null }, signal)

  const sidebar = (operation: string, params: object) =>
    ({ operation, side: 'mobile', route: `${tasks}.${operation}`, method: 'POST', params: { ...params } }) as const
  const sop = (operation: string, params: object) =>
    ({
      operation,
      side: 'enterprise',
      route: `plugin/SopTask/${operation}`,
      method: 'POST',
      params: { ...params },
    }) as const
  const inbox = (operation: string, route: string, page: number) =>
    ({ operation, side: 'enterprise', route, method: 'GET', params: { page } }) as const

  async function pageOf<Schema extends z.ZodType>(
    schema: Schema,
    data: unknown,
    { operation, page }: { operation: string; page: number },
  ): Promise<Page<z.output<Schema>>> {
    const origin = originOf(operation)
    const { raw, ...rest } = openPage(data, page, origin)
    return { ...(await readPageInTurns(schema, raw, { ...origin, log, Owner: RowOwner })), ...rest }
  }

  async function pushesOf(data: unknown, subject: Subject): Promise<PageRows<WirePush>> {
    const origin = originOf('getTask')
    const answer = readWire(WirePending, data, origin)
    const field = 'chatId' in subject ? 'group_current' : 'current'
    const raw = rowsOf(answer?.[field], field, origin)
    const { rows, leftOut } = await readPageInTurns(WirePush, raw, { ...origin, log, Owner: RowOwner })
    const isDated = ({ date }: WirePush) => date.at !== null || date.text !== null
    const date = answer?.date
    return { rows: rows.map((row) => (date && !isDated(row) ? Object.assign(row, { date }) : row)), leftOut }
  }

  /** Bad jobs hide no others, not even where the whole page is bad. */
  async function jobsOf(data: unknown, page: number) {
    const origin = originOf('getFriendsJobList')
    const records = readWire(WireRecords, data, origin)
    const { raw, isLast } = openPage(records?.record_list, page, origin)
    const bad: BadRow[] = []
    const onBad = (row: BadRow) => bad.push(row)
    const rows = await inTurns(raw, (some, from) => readRows(WireJob, some, { origin, onBad, from }))
    const [first] = bad
    if (first) {
      const facts = { source, operation: origin.operation, skipped: bad.length, of: raw.length, detail: first.detail }
      log.warn(facts, 'rows left out')
    }
    const { wait_count: waiting = 0, finish_count: finished = 0, job_total: total = 0 } = records ?? {}
    const leftOut = await inTurns(bad, (some) => some.map((row) => toLeftOut(row, { ...origin, Owner: JobOwner })))
    return { rows, leftOut, isLast, size: raw.length, sums: { waiting, finished, total } }
  }

  return {
    login: (credentials: Credentials, signal: AbortSignal) => login({ caller, credentials, note }, signal),

    async logout(jar: Jar, signal: AbortSignal): Promise<void> {
      await tell({ operation: 'logout', side: 'mobile', route: 'member.logout.index', method: 'GET' }, jar, signal)
    },

    /** What this salesperson has to send to this customer or group. */
    pending(jar: Jar, subject: Subject, signal: AbortSignal): Promise<PageRows<WirePush>> {
      const call = sidebar('getTask', { ...typeOf(subject), ...subjectOf(subject) })
      return ask({ ...call, jar, read: (data) => pushesOf(data, subject) }, signal)
    },

    content(jar: Jar, subject: Subject, pushId: string, signal: AbortSignal) {
      const operation = 'getContent'
      const read = (data: unknown) => readWire(WireContent, data, originOf(operation))
      return ask({ ...sidebar(operation, { task_log_id: pushId, ...subjectOf(subject) }), jar, read }, signal)
    },

    /** Reports that a piece, or all of them, were placed in the chat. Never sent again: a lost call may have arrived. */
    async markPlaced(jar: Jar, pushId: string, key: string | null, signal: AbortSignal): Promise<void> {
      const which = key === null ? { send_type: 0 } : { send_type: 1, content_index: key }
      await tell(sidebar('send', { task_log_id: pushId, ...which }), jar, signal)
    },

    momentTasks(jar: Jar, page: number, signal: AbortSignal): Promise<Page<WireTask>> {
      const operation = 'getTaskList'
      const read = (data: unknown) => pageOf(WireTask, data, { operation, page })
      return ask({ ...sop(operation, { task_type: momentsType, page }), jar, read }, signal)
    },

    momentJobs(jar: Jar, taskId: string, page: number, signal: AbortSignal) {
      const read = (data: unknown) => jobsOf(data, page)
      return ask({ ...sop('getFriendsJobList', { task_id: numberOf(taskId), page }), jar, read }, signal)
    },

    momentPeople(jar: Jar, jobId: string, page: number, signal: AbortSignal): Promise<Page<WireJobPerson>> {
      const operation = 'getFriendsJobDetailsList'
      const read = (data: unknown) => {
        const records = readWire(WireRecords, data, originOf(operation))
        return pageOf(WireJobPerson, records?.record_list, { operation, page })
      }
      return ask({ ...sop(operation, { job_id: numberOf(jobId), page }), jar, read }, signal)
    },

    notices(jar: Jar, which: Inbox, page: number, signal: AbortSignal): Promise<Page<WireNotice>> {
      const operation = `notice/${which}`
      const read = (data: unknown) => pageOf(WireNotice, data, { operation, page })
      return ask({ ...inbox(operation, `plugin/project-manager/${operation}`, page), jar, read }, signal)
    },

    /** The message centre's unread rows, whatever plugin they are of. */
    messages(jar: Jar, page: number, signal: AbortSignal): Promise<Page<WireMessage>> {
      const operation = 'message/unread'
      const read = (data: unknown) => pageOf(WireMessage, data, { operation, page })
      return ask({ ...inbox(operation, `admin/${operation}`, page), jar, read }, signal)
    },

    /** The vendor answers success to unknown ids, too: the caller has to read again to be sure. */
    async markRead(jar: Jar, messageId: string, signal: AbortSignal): Promise<void> {
      const operation = 'message/markRead'
      const params = { notice_id: numberOf(messageId) }
      await tell({ operation, side: 'enterprise', route: `admin/${operation}`, method: 'POST', params }, jar, signal)
    },
  }
}

export type YunzhongClient = ReturnType<typeof createClient>

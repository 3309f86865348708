import { readRows, readWire } from '../../wire/read-wire.ts'
import { readPage, type SourceLog } from '../read-page.ts'
import { createCall, type CallDeps, type YunzhongCall } from './call.ts'
import type { Jar } from './jar.ts'
import { login, type Credentials } from './login.ts'
import {
  WireContent,
  WireJob,
  WireJobPerson,
  WireJobs,
  WireMessage,
  WireNotice,
  WirePaginator,
  WirePending,
  WirePush,
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

export interface Page<Row> {
  rows: Row[]
  total: number
  isLast: boolean
}

const source = 'yunzhong'
const tasks = 'plugin.sop-task.frontend.controller.task.task'
const momentsType = 5

const subjectOf = (subject: Subject) =>
  'chatId' in subject ? { chat_id: subject.chatId } : { external_userid: subject.externalUserId }
/** 1 means a customer's push, 4 a group's: the vendor's own page asks for these two only. */
const typeOf = (subject: Subject) => ({ task_type: 'chatId' in subject ? 4 : 1 })

/** The verbs of 芸众 that we use, each as the session in the jar. Every one rejects with an UpstreamError. */
export function createClient(deps: ClientDeps) {
  const { log } = deps
  const caller = createCall(deps)

  type Reading<T> = Omit<YunzhongCall, 'isRead'> & { jar: Jar; read(data: unknown): T }
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

  function pageOf<Schema extends z.ZodType>(schema: Schema, data: unknown, operation: string): Page<z.output<Schema>> {
    const origin = { source, operation } as const
    const { current_page: current, last_page: last, ...page } = readWire(WirePaginator, data, origin)
    const { rows } = readPage(schema, page.data, { ...origin, log })
    return { rows, total: page.total, isLast: current >= last || page.data.length === 0 }
  }

  function pushesOf(data: unknown, subject: Subject): WirePush[] {
    const origin = { source, operation: 'getTask' } as const
    const { date, current, group_current: ofGroup } = readWire(WirePending, Array.isArray(data) ? {} : data, origin)
    const { rows } = readPage(WirePush, 'chatId' in subject ? ofGroup : current, { ...origin, log })
    return rows.map((row) => Object.assign(row, { date: row.date ?? date }))
  }

  /** One bad job hides no other, not even where it is alone on its page. */
  function jobsOf(data: unknown) {
    const origin = { source, operation: 'getFriendsJobList' } as const
    const { record_list: list, ...sums } = readWire(WireJobs, data, origin)
    const faults: string[] = []
    const rows = readRows(WireJob, list.data, { origin, onBad: ({ detail }) => faults.push(detail) })
    const [detail] = faults
    if (detail !== undefined) log.warn({ ...origin, skipped: faults.length, detail }, 'rows left out')
    const isLast = list.current_page >= list.last_page || list.data.length === 0
    return { rows, total: list.total, isLast, size: list.data.length, ...sums }
  }

  return {
    login: (credentials: Credentials, signal: AbortSignal) => login(caller, credentials, signal),

    async logout(jar: Jar, signal: AbortSignal): Promise<void> {
      await tell({ operation: 'logout', side: 'mobile', route: 'member.logout.index', method: 'GET' }, jar, signal)
    },

    /** What this salesperson has to send to this customer or group. */
    pending(jar: Jar, subject: Subject, signal: AbortSignal): Promise<WirePush[]> {
      const call = sidebar('getTask', { ...typeOf(subject), ...subjectOf(subject) })
      return ask({ ...call, jar, read: (data) => pushesOf(data, subject) }, signal)
    },

    content(jar: Jar, subject: Subject, pushId: string, signal: AbortSignal) {
      const operation = 'getContent'
      const read = (data: unknown) => readWire(WireContent, data, { source, operation })
      return ask({ ...sidebar(operation, { task_log_id: pushId, ...subjectOf(subject) }), jar, read }, signal)
    },

    /** Reports that a piece, or all of them, were placed in the chat. Never sent again: a lost call may have arrived. */
    async markPlaced(jar: Jar, pushId: string, key: string | null, signal: AbortSignal): Promise<void> {
      const which = key === null ? { send_type: 0 } : { send_type: 1, content_index: key }
      await tell(sidebar('send', { task_log_id: pushId, ...which }), jar, signal)
    },

    momentTasks(jar: Jar, page: number, signal: AbortSignal): Promise<Page<WireTask>> {
      const operation = 'getTaskList'
      const read = (data: unknown) => pageOf(WireTask, data, operation)
      return ask({ ...sop(operation, { task_type: momentsType, page }), jar, read }, signal)
    },

    momentJobs(jar: Jar, taskId: string, page: number, signal: AbortSignal) {
      return ask({ ...sop('getFriendsJobList', { task_id: Number(taskId), page }), jar, read: jobsOf }, signal)
    },

    momentPeople(jar: Jar, jobId: string, page: number, signal: AbortSignal): Promise<Page<WireJobPerson>> {
      const operation = 'getFriendsJobDetailsList'
      const read = (data: unknown) => {
        const { record_list: list } = readWire(WireJobs.pick({ record_list: true }), data, { source, operation })
        return pageOf(WireJobPerson, list, operation)
      }
      return ask({ ...sop(operation, { job_id: Number(jobId), page }), jar, read }, signal)
    },

    notices(jar: Jar, which: Inbox, page: number, signal: AbortSignal): Promise<Page<WireNotice>> {
      const operation = `notice/${which}`
      const read = (data: unknown) => pageOf(WireNotice, data, operation)
      return ask({ ...inbox(operation, `plugin/project-manager/${operation}`, page), jar, read }, signal)
    },

    /** The message centre's unread rows, whatever plugin they are of. */
    messages(jar: Jar, page: number, signal: AbortSignal): Promise<Page<WireMessage>> {
      const operation = 'message/unread'
      const read = (data: unknown) => pageOf(WireMessage, data, operation)
      return ask({ ...inbox(operation, `admin/${operation}`, page), jar, read }, signal)
    },

    /** The vendor answers success to unknown ids, too: the caller has to read again to be sure. */
    async markRead(jar: Jar, messageId: string, signal: AbortSignal): Promise<void> {
      const operation = 'message/markRead'
      const params = { notice_id: Number(messageId) }
      await tell({ operation, side: 'enterprise', route: `admin/${operation}`, method: 'POST', params }, jar, signal)
    },
  }
}

export type YunzhongClient = ReturnType<typeof createClient>

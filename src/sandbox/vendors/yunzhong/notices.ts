import { chinaTime, dayMs } from '../china-time.ts'
import type { SimulatedReply } from '../voice.ts'
import { staffRow, uniacid } from './accounts.ts'
import type { Notice } from './entities.ts'
import { paginate } from './paginator.ts'
import type { Parameters } from './parameters.ts'
import type { Caller, YunzhongState } from './state.ts'
import { ok } from './voice.ts'

const size = 20
/** Added to a notice's id when the message centre has ids of its own (`hasOwnMessageIds`). */
const ownIds = 500_000

interface NoticeDeps {
  state: YunzhongState
  clock: () => number
}

/** Two views of one inbox: the project manager's lists, and the newer message centre, which can also mark as read. */
export function createNotices({ state, clock }: NoticeDeps) {
  const mine = ({ account }: Caller, isRead: boolean) =>
    state.notices.filter((notice) => notice.reader === account.userid && notice.isRead === isRead)

  function noticeRow({ row, isRead }: Notice) {
    const { creator, has_one_task, body, ...fields } = row
    const named = state.quirks.documentedNames ? { has_one_staff: creator } : { has_one_creator: creator }
    const { created_at, ...first } = fields
    return { ...first, status: Number(isRead), created_at, body, ...named, has_one_task }
  }

  /** Oldest first, as in the vendor's sample. */
  function list(isRead: boolean, parameters: Parameters, caller: Caller): SimulatedReply {
    const path = `/business/${uniacid}/plugin/project-manager/notice/${isRead ? 'read' : 'unread'}`
    const rows = mine(caller, isRead).map(noticeRow)
    const told = state.quirks.badRow ? rows.map((row, at) => (at === 0 ? { ...row, id: '', body: [] } : row)) : rows
    return ok(paginate(told, path, { page: parameters.page, size }), 'list')
  }

  const messageId = ({ row }: Notice) => row.id + (state.quirks.hasOwnMessageIds ? ownIds : 0)

  function messageRow(notice: Notice) {
    const { row, isRead } = notice
    return {
      id: messageId(notice),
      uniacid,
      business_id: 1,
      recipient_id: row.notice_uid,
      operate_id: row.change_uid,
      plugin: 'project-manager',
      notice_type: `project_task_${row.notice_type}`,
      handle_status: 0,
      status: Number(isRead),
      created_at: row.created_at,
      message_body: { ...row.body, project_name: '', notice_time: row.created_at },
      send_staff: row.creator,
    }
  }

  /** Newest first, without notices older than a year. */
  function messages(isRead: boolean, parameters: Parameters, caller: Caller): SimulatedReply {
    const path = `/business/${uniacid}/admin/message/${isRead ? 'read' : 'unread'}`
    const isRecent = ({ row }: Notice) => chinaTime(row.created_at) > clock() - 365 * dayMs
    const plugin = parameters.text('plugin')
    const rows = mine(caller, isRead)
      .filter(isRecent)
      .map(messageRow)
      .filter((row) => plugin === '' || row.plugin === plugin)
      .sort((one, other) => other.id - one.id)
    const unreadMum = mine(caller, false).filter(isRecent).length
    return ok({ ...paginate(rows, path, { page: parameters.page, size }), unreadMum, waitHandleNum: 0 })
  }

  /** Does not check whose notice it is, and reports success for unknown ids as well. */
  function markRead(parameters: Parameters): SimulatedReply {
    const id = Number(parameters.text('notice_id'))
    const notice = state.notices.find((each) => messageId(each) === id)
    if (notice) notice.isRead = true
    return ok([], '操作成功')
  }

  return { list, messages, markRead }
}

export type Notices = ReturnType<typeof createNotices>

/** A notice from a colleague in the reader's inbox, as the project manager creates it. */
export function colleagueNotice(
  state: YunzhongState,
  {
    reader,
    from,
    row,
  }: { reader: string; from: string; row: Omit<Notice['row'], 'creator' | 'notice_uid' | 'change_uid'> },
): Notice {
  const account = (userid: string) => state.accounts.find((each) => each.userid === userid)
  const [receiver, actor] = [account(reader), account(from)]
  if (!receiver || !actor) throw new Error(`no account of ${reader} or ${from}`)
  const creator = staffRow(actor)
  return {
    row: { ...row, notice_uid: receiver.staffId, change_uid: actor.staffId, creator },
    reader,
    isRead: false,
  }
}

import { chinaInstant } from '../china-time.ts'
import type { StaffMember, Todo } from './entities.ts'

/** Ways in which 友米 may deviate from its documentation; all off by default. */
export interface YoumiQuirks {
  /** `wechatNober`, as documented, instead of `ad_wechat_nober`, as returned. */
  documentedNames: boolean
  /** A bad token gets HTTP 200 with 10003 instead of HTTP 401. */
  tokenErrorInBody: boolean
  /** The first row of each page is broken. */
  badRow: boolean
  /** The names of the older reports: `ad_staff_code`, `ad_staff_name`, `depart_name`. */
  reportNames: boolean
  /** The list of staff is a server error, as where a tenant has not bought it. */
  withoutStaffList: boolean
}

export const noQuirks = (): YoumiQuirks => ({
  documentedNames: false,
  tokenErrorInBody: false,
  badRow: false,
  reportNames: false,
  withoutStaffList: false,
})

const merchantId = '640462692'

function accountOf({ account }: Todo, quirks: YoumiQuirks) {
  return quirks.documentedNames
    ? { wechatNober: account.number, wechatNick: account.nick }
    : { ad_wechat_nober: account.number, ad_wechat_nick: account.nick }
}

/** One row of `values`, with the vendor's misspellings. */
function todoRow(todo: Todo, quirks: YoumiQuirks): Record<string, unknown> {
  return {
    id: todo.id,
    weixin: todo.weixin,
    merchantId,
    sffId: todo.creator,
    remindTitle: todo.title,
    followupsiTuation: todo.content,
    remindTime: todo.verbatim?.remindTime ?? chinaInstant(todo.remindAt),
    isAlways: todo.isRepeating,
    sate: todo.state,
    recipientData: todo.brokenRecipients ?? JSON.stringify(todo.recipients),
    addTime: todo.verbatim?.addTime ?? chinaInstant(todo.addedAt, 6),
    wecharId: todo.account.id,
    from: todo.from,
    levelColor: todo.level.color,
    levelName: todo.level.name,
    eventType: todo.eventType,
    ...accountOf(todo, quirks),
  }
}

/** A page of rows; the first one is broken if the quirk `badRow` is on. */
export function todoRows(todos: Todo[], quirks: YoumiQuirks): Record<string, unknown>[] {
  const rows = todos.map((todo) => todoRow(todo, quirks))
  return quirks.badRow && rows[0] ? [{ ...rows[0], id: null, remindTime: 0, sate: '未知' }, ...rows.slice(1)] : rows
}

/** 友米 publishes no answer of this query: the names are those by which its other queries ask. */
function staffRow({ code, name, department }: StaffMember, { reportNames }: YoumiQuirks): Record<string, unknown> {
  return reportNames
    ? { ad_staff_code: code, ad_staff_name: name, depart_name: department }
    : { staffCode: code, staffName: name, departName: department }
}

/** The first row has no code if the quirk `badRow` is on. */
export function staffRows(staff: StaffMember[], quirks: YoumiQuirks): Record<string, unknown>[] {
  const rows = staff.map((member) => staffRow(member, quirks))
  return quirks.badRow && rows[0] ? [{ staffName: null }, ...rows.slice(1)] : rows
}

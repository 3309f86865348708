/** Somebody who works with 友米. */
export interface StaffMember {
  /** 工号 */
  code: string
  name: string
  department: string
  isStopped: boolean
}

/** A todo as 友米 stores it; `wire.ts` turns it into what the API returns. */
export interface Todo {
  id: number
  /** The friend's raw WeChat id. */
  weixin: string
  /** 工号 of its creator. */
  creator: string
  /** 工号 of the assignees. */
  recipients: string[]
  title: string
  content: string | null
  /** Epoch ms. */
  remindAt: number
  addedAt: number
  isRepeating: boolean
  /** 0 open, 1 done, 2 cancelled. */
  state: 0 | 1 | 2
  level: { name: string; color: string }
  /** 0 manual, 100 contact the friend, 120 like a moment, 130 comment on a moment. */
  eventType: 0 | 100 | 120 | 130
  account: { id: number; number: string; nick: string }
  /** 0 WeChat, 1 official account, 2 mini program, 3 WeCom. */
  from: 0 | 1 | 2 | 3
  /** `recipientData`, if it is not simply the JSON of `recipients`. */
  brokenRecipients?: string
  /** The times of the vendor's sample row, which are precise to the microsecond. */
  verbatim?: { remindTime: string; addTime: string }
}

/** A todo as 友米 keeps it; `wire.ts` says how it is told. */
export interface Todo {
  id: number
  /** The friend's raw WeChat id. */
  weixin: string
  /** 工号 of who made it. */
  creator: string
  /** 工号 of who shall do it. */
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
  /** 0 by hand, 100 contact, 120 like a moment, 130 comment on one. */
  eventType: 0 | 100 | 120 | 130
  account: { id: number; number: string; nick: string }
  /** 0 WeChat, 1 official account, 2 mini program, 3 WeCom. */
  from: 0 | 1 | 2 | 3
  /** `recipientData` where it is not the JSON of `recipients`. */
  brokenRecipients?: string
  /** The times of the vendor's own sample, which has them to the microsecond. */
  verbatim?: { remindTime: string; addTime: string }
}

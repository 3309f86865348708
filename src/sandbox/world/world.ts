/**
 * The people and groups of the simulated company, as WeCom knows them. What another vendor knows about them
 * is in that vendor's folder.
 */
export interface World {
  corpId: string
  agentId: string
  secret: string
  /** The app's name in WeCom. */
  agentName: string
  staff: Staff[]
  contacts: Contact[]
  chats: Chat[]
  conversations: Conversation[]
  /** The links that the company imports at the start; some contacts are left for the salesperson to link. */
  links: WorldLink[]
}

export interface WorldLink {
  subject: 'staff' | 'contact'
  wecom_id: string
  source: 'youmi' | 'waiqin' | 'tanma' | 'orders' | 'qikeliao'
  source_id: string
}

export interface Staff {
  userid: string
  name: string
  /** 友米 工号; null if it is not known. */
  youmiId: string | null
  /** 勤策 employee id. */
  waiqinId: string | null
  /** 探马 employee id, 15 digits. */
  tanmaId: string | null
  /** Their user name in the company's own order system, which 企客聊 signs them in with. */
  qikeliaoId: string
  /** WeCom's: 1 active, 2 disabled, 4 not activated, 5 left; 1 if it is absent. */
  status?: 1 | 2 | 4 | 5
  /** Outside the app's visible range. */
  isHidden?: boolean
  /** Their login at 芸众. */
  yunzhong: { mobile: string; password: string }
}

export interface Contact {
  externalUserId: string
  name: string
  avatar: string
  /** 1 WeChat, 2 WeCom of another company. */
  type: 1 | 2
  corpName: string
  position: string
  follows: Follow[]
  /** Set if the contact belongs to another corp (40096) or was deleted (84061). */
  gone?: 'foreign' | 'deleted'
  /** Raw WeChat id by which 友米 knows them; null if it does not. */
  youmiId: string | null
  /** Their shop in 勤策. */
  waiqinId: string | null
  /** True if the vendors know them but have no open items about them. */
  isIdle?: true
}

export interface Follow {
  userid: string
  remark: string
  description: string
  remarkCorpName: string
  remarkMobiles: string[]
  tags: { groupName: string; tagName: string; tagId: string; type: 1 | 2 }[]
  addWay: number
  /** Unix seconds. */
  createtime: number
}

export interface Chat {
  chatId: string
  name: string
  owner: string
  notice: string
  /** Unix seconds. */
  createTime: number
  admins: string[]
  /** userids of staff, external_userids of customers. */
  members: { id: string; type: 1 | 2; name: string; joinTime: number }[]
}

/** One line of the workbench's chat list. */
export interface Conversation {
  id: string
  kind: 'contact' | 'group' | 'colleague'
  /** external_userid, chat_id or userid. */
  targetId: string
  /** The salesperson whose list it is in. */
  userid: string
  messages: { from: string; text: string; /** Unix ms */ at: number }[]
}

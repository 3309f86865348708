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
  /** Who serves the customers of this world, and whom tests refer to. */
  staff: Staff[]
  /** Everybody else who works here, and what the vendors know of them. */
  company: Company
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

/** Somebody in WeCom's address book. */
export interface Member {
  userid: string
  name: string
  /** Ids of their departments. */
  departments: number[]
  /** WeCom's: 1 active, 2 disabled, 4 not activated, 5 left; 1 if it is absent. */
  status?: 1 | 2 | 4 | 5
  /** Outside the app's visible range, whatever their department. */
  isHidden?: boolean
  /** Without the right of customer contact. */
  isWithoutCustomers?: true
}

export interface Department {
  id: number
  name: string
  /** 0 for the company itself. */
  parentId: number
  /** The highest comes first. */
  order: number
}

/** The vendors that know people by ids of their own. */
export type StaffVendor = 'youmi' | 'waiqin' | 'tanma'

/** An account at a vendor. */
export interface Account {
  vendor: StaffVendor
  /** 友米 工号, 勤策 employee id, 探马 employee id. */
  id: string
  name: string
  /** As the vendor writes it. */
  department: string
  isClosed?: true
  /** The tenant's own code of an employee in 勤策, by which the product may know them. */
  externalCode?: string
  /** Their login at 勤策. */
  login?: string
  /** Open field tasks of theirs, about shops that nobody here serves. */
  openTasks?: number
}

/** A line of the company's table of ids. */
export interface StaffLine {
  userid: string
  vendor: StaffVendor | 'qikeliao'
  id: string
  note: '' | 'shared'
}

export interface Company {
  departments: Department[]
  /** What the app may see: these departments with all below them, and these people. */
  range: { departments: number[]; userids: string[] }
  /** Whom the BFF lets into the admin pages. */
  administrators: string[]
  colleagues: Member[]
  accounts: Account[]
  /** The table as it was imported some time ago. */
  formerLines: StaffLine[]
  /** The table as it ought to be today, the cast's lines included. */
  lines: StaffLine[]
  /** Ids of people whom the app may not see. */
  hiddenLines: StaffLine[]
}

export interface Staff extends Member {
  /** 友米 工号; null if it is not known. */
  youmiId: string | null
  /** 勤策 employee id. */
  waiqinId: string | null
  /** 探马 employee id, 15 digits. */
  tanmaId: string | null
  /** Their user name in the company's own order system, which 企客聊 signs them in with. */
  qikeliaoId: string
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

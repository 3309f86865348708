/** A person who can sign in at 芸众: a staff member of the enterprise. */
export interface Account {
  /** Staff id: `notice_uid`, `change_uid`, `staff_uid`. */
  staffId: number
  /** Shop member id, stored in the session. */
  uid: number
  /** WeCom userid; empty if the staff member is not linked. */
  userid: string
  name: string
  mobile: string
  password: string
}

/** 1 member, 2 message, 3 birthday, 4 group, 5 moments. */
export type TaskType = 1 | 2 | 3 | 4 | 5

/** An SOP, as defined by the company. */
export interface Task {
  id: number
  name: string
  type: TaskType
  isOpen: boolean
  /** `yyyy-MM-dd HH:mm:ss` */
  createdAt: string
}

/** The parameters of WeCom's add_moment_task, as 芸众 stores them. */
export interface MomentContent {
  text: { content: string }
  attachments: MomentAttachment[]
  visible_range: {
    sender_list: { user_list: string[]; department_list: number[] }
    external_contact_list: { tag_list: string[] }
  }
}

export interface MomentAttachment {
  msgtype: string
  image?: { media_id: string }
  video?: { media_id: string }
  link?: { title: string; url: string; media_id: string }
}

/** One job of a moments SOP, with the people who should publish it and whether they have. */
export interface Job {
  id: number
  taskId: number
  createdAt: string
  content: MomentContent
  people: { userid: string; name: string; isFinished: boolean }[]
}

/** One thing to send. Paths that begin with `/attachment/` are returned with the vendor's origin. */
export type Piece =
  | { type: 'text'; news: string }
  | { type: 'image'; link_img: string; media_id: string }
  | { type: 'link'; title: string; link: string; describe: string; link_img: string }
  | { type: 'applet'; title: string; appid: string; page: string; link_img: string }
  | { type: 'video'; link_video: string; media_id: string }
  | { type: 'file'; link_file: string; media_id: string }

/** A line of the push log: what one staff member should send to one customer or group. */
export interface Push {
  id: number
  taskName: string
  type: 1 | 2 | 3 | 4
  /** WeCom userid of the staff member. */
  userid: string
  /** external_userid, or chat_id of a group. */
  targetId: string
  /** The vendor's key → what to send. The numbers may have gaps. */
  pieces: Record<string, Piece>
  sentKeys: string[]
}

export interface StaffRow {
  id: number
  uniacid: number
  business_id: number
  uid: number
  user_id: string
  name: string
  mobile: string
  [field: string]: string | number | null
}

export interface PmTaskRow {
  id: number
  uniacid: number
  business_id: number
  project_id: number
  staff_uid: number
  create_uid: number
  name: string
  desc: string
  status: number
  start_time: string | null
  deadline_time: string | null
  created_at: string
  [field: string]: string | number | null
}

/** A row of the notice list, without its read state; the creator's field name depends on a quirk. */
export interface NoticeRow {
  id: number
  business_id: number
  task_id: number
  notice_uid: number
  change_uid: number
  notice_type: number
  notice_desc: string | null
  mark: null
  content: string | null
  created_at: string
  body: { head: string; title: string; content: string; footer: string }
  creator: StaffRow
  has_one_task: PmTaskRow | null
}

export interface Notice {
  row: NoticeRow
  /** WeCom userid of the reader. The receiver ids in the vendor's sample do not belong to our staff. */
  reader: string
  isRead: boolean
}

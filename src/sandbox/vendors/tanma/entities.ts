/** A task of a 群SOP, with exactly the fields that 探马 returns. */
export interface SopTask {
  id: string
  sopInfoId: string
  title: string
  chatId: string
  /** May be empty even if the group has a name. */
  chatName: string
  owner: null
  ownerName: null
  /** Undocumented; 1 throughout the sample. */
  sendStatus: number
  /** A number here, while `salesId` is text. */
  creatorId: number
  /** 1 is sent by 手动发送; 0 is undocumented. */
  mode: number
  startTime: string
  ownerId: null
  sendStatusDetail: null
  startTimeExport: null
  qwSalesId: null
}

export interface SopGroup {
  salesId: string
  salesName: string
  departmentName: string
  chatId: string
  chatName: string
  tasks: SopTask[]
  calendars: never[]
  tagGroupNames: string[]
  createTimeGroup: string
}

/** An employee, as the query for them returns them. */
export interface User {
  salesId: string
  name: string
  departmentName: string
  /** WeCom's userid: some versions of 探马 tell it. */
  qwUserId?: string
}

/** A user, with what 探马 stores but does not return. */
export interface UserRow {
  user: User
  userid: string | null
  isDeleted: boolean
}

/** A group, with what 探马 stores but does not return. */
export interface GroupRow {
  group: SopGroup
  /** 探马 ids of the employees who can see this group. */
  visibleTo: string[]
  tagGroupIds: number[]
}

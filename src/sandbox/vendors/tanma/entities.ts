/** A task of a 群SOP, field for field as 探马 tells it. */
export interface SopTask {
  id: string
  sopInfoId: string
  title: string
  chatId: string
  /** May be empty though the group has a name. */
  chatName: string
  owner: null
  ownerName: null
  /** Undocumented; 1 throughout the sample. */
  sendStatus: number
  /** A number here, while `salesId` is text. */
  creatorId: number
  /** 1 is what 手动发送 sends; 0 is undocumented. */
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

/** A group and what 探马 keeps of it but does not tell. */
export interface GroupRow {
  group: SopGroup
  /** 探马 ids of those who see it when they ask with their own. */
  visibleTo: string[]
  tagGroupIds: number[]
}

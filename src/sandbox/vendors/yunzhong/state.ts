import type { Account, Job, Notice, Push, Task } from './entities.ts'
import type { YunzhongQuirks } from './quirks.ts'

/** All of 芸众's data except its sessions. */
export interface YunzhongState {
  accounts: Account[]
  tasks: Task[]
  jobs: Job[]
  pushes: Push[]
  notices: Notice[]
  quirks: YunzhongQuirks
}

/** The signed-in caller. */
export interface Caller {
  account: Account
  /** The vendor's origin as the caller addresses it, for links to the vendor's pictures. */
  origin: string
}

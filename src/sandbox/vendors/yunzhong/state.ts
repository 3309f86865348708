import type { Account, Job, Notice, Push, Task } from './entities.ts'
import type { YunzhongQuirks } from './quirks.ts'

/** All that 芸众 keeps, but for who is signed in. */
export interface YunzhongState {
  accounts: Account[]
  tasks: Task[]
  jobs: Job[]
  pushes: Push[]
  notices: Notice[]
  quirks: YunzhongQuirks
}

/** Whoever asks, and what he asks. */
export interface Caller {
  account: Account
  /** Where the vendor's own pictures lie, as the caller reaches it. */
  origin: string
}

/** How far a mirror is. `checkpoint` is the pass's own JSON: where to continue. */
export interface MirrorState {
  name: string
  checkpoint: unknown
  /** The version of the mapper that made the rows. A newer one that was rolled back may have made some. */
  version: number
  /** Some rows are still of an older version: the pass that reads everything again has not reached its end. */
  isRereading: boolean
  /** Rows read by the current or last pass. */
  rows: number
  /** When the current or last pass began. */
  startedAt: number | null
  /** When a pass last reached its end: the `asOf` of every row. */
  completedAt: number | null
  /** The last failure since then, as `reason` of an UpstreamError; null after a success. */
  lastError: string | null
  lastErrorAt: number | null
  /** The owner of the mirror's lease, in whose name this is written; a state as it was read has none. */
  heldBy?: string
}

/** In whose name rows are written: every write is refused with LeaseLost unless this owner still holds the mirror's lease. */
export type Holder = Pick<MirrorState, 'name' | 'heldBy'>

/** Rows that no pass has mentioned lately: last seen before `before`, or after `after`, which is in the future. */
export interface Unseen {
  before: number
  after: number
}

export interface MirrorStore {
  get(name: string): Promise<MirrorState>
  save(state: MirrorState): Promise<void>
}

/** A mirrored field task. `body` is the contract item without what depends on the reader or the clock. */
export interface FieldTaskRow {
  taskId: string
  customerId: string
  createdAt: number | null
  /** The newest row of a task is kept. */
  modifiedAt: number
  isDeleted: boolean
  status: 'open' | 'submitted' | 'done' | 'unknown'
  dueAt: number | null
  /** Receivers and creator. */
  staffIds: string[]
  /** Receivers and creator with the vendor's code for them, which may equal a WeCom userid. */
  people: { id: string; name: string; sourceCode: string | null }[]
  body: object
}

/** Tasks of these customers, or for this person, or both. Both null: no tasks. */
export interface FieldTaskScope {
  customerIds: readonly string[] | null
  staffId: string | null
}

export interface FieldTaskQuestion extends FieldTaskScope {
  statuses: readonly FieldTaskRow['status'][] | null
}

/** What a list is filtered and sorted by. */
export type FieldTaskKey = Pick<FieldTaskRow, 'taskId' | 'status' | 'dueAt' | 'createdAt'>

export interface FieldTaskStore {
  /**
   * Rows and state in one transaction. A row older than the kept one changes nothing; a deleted task is kept as deleted,
   * so that a late page cannot bring it back.
   */
  put(rows: readonly FieldTaskRow[], state: MirrorState): Promise<void>
  /** Unsorted and without bodies: there may be thousands, of which one page is shown. */
  list(question: FieldTaskQuestion): Promise<FieldTaskKey[]>
  /** The bodies of these tasks, as far as they are in the scope now. */
  bodies(scope: FieldTaskScope, taskIds: readonly string[]): Promise<Map<string, unknown>>
  /** Over every status. `overdue`: open and due before `now`. */
  count(scope: FieldTaskScope, now: number): Promise<{ open: number; overdue: number; done: number }>
  /** Customers with a task that this person receives or created. */
  customerIdsOf(staffId: string): Promise<string[]>
  /** The person with this code; null if there is none, or more than one. */
  staffIdBySourceCode(code: string): Promise<string | null>
  /** How many rows, without deleted ones. */
  size(): Promise<number>
  /** A type that the vendor no longer lists is kept: it still names old tasks. */
  putTypes(types: readonly { typeId: string; body: unknown }[], state: MirrorState): Promise<void>
  types(): Promise<{ typeId: string; body: unknown }[]>
}

export interface FieldCustomerRow {
  customerId: string
  name: string
  /** Employee ids of its managers. */
  managerIds: string[]
  /** Digits only. */
  phones: string[]
  body: unknown
}

export interface FieldCustomerStore {
  put(rows: readonly FieldCustomerRow[], state: MirrorState): Promise<void>
  /** Deletes them. Answers how many. */
  sweep(unseen: Unseen, holder: Holder): Promise<number>
  byIds(ids: readonly string[]): Promise<FieldCustomerRow[]>
  managedBy(staffId: string): Promise<FieldCustomerRow[]>
  byPhones(phones: readonly string[]): Promise<FieldCustomerRow[]>
}

export interface SopGroupRow {
  chatId: string
  /** 探马 id of the owner. */
  salesId: string
  name: string | null
  body: unknown
  /** When the vendor sent it. */
  fetchedAt: number
}

export interface SopGroupStore {
  put(rows: readonly SopGroupRow[], state: MirrorState | null): Promise<void>
  sweep(unseen: Unseen, holder: Holder): Promise<number>
  byChatIds(chatIds: readonly string[]): Promise<SopGroupRow[]>
}

/** A mirrored job of a moments SOP. `body` is the contract item without what depends on the reader. */
export interface MomentJobRow {
  jobId: string
  /** While this text stays the same, neither the people nor the body need be read again. */
  counts: string
  body: unknown
  people: readonly { userid: string; status: 'open' | 'done' }[]
}

export interface MomentTaskRow {
  taskId: string
  waiting: number
  finished: number
  total: number
}

export interface MomentStore {
  /** Jobs with their people, and the state, in one transaction. */
  put(jobs: readonly MomentJobRow[], state: MirrorState): Promise<void>
  /** The sums of a task, the fact that these jobs were seen, and the state, in one transaction. */
  confirm(task: MomentTaskRow, jobIds: readonly string[], state: MirrorState): Promise<void>
  /** The kept `counts` of these jobs. */
  countsOf(jobIds: readonly string[]): Promise<Map<string, string>>
  /** Deletes such tasks and jobs. Answers how many jobs. */
  sweep(unseen: Unseen, holder: Holder): Promise<number>
  /** Jobs for this person. */
  of(userid: string): Promise<{ jobId: string; body: unknown; status: 'open' | 'done' }[]>
  /** Sums over all tasks; null where there are none. */
  summary(): Promise<Omit<MomentTaskRow, 'taskId'> | null>
}

/** One mirror's progress. `checkpoint` is the mirror's own JSON: where to go on after a kill. */
export interface MirrorState {
  name: string
  checkpoint: unknown
  /** Of the mapper that made the rows; some may be of a newer one, that was rolled back. */
  version: number
  /** Rows of an older mapper are still among them: the pass that reads everything again has not reached its end. */
  isRereading: boolean
  /** Rows seen since the current run began. */
  rows: number
  /** When the current or last run began. */
  startedAt: number | null
  /** When a run last reached its end: the `asOf` of every row. */
  completedAt: number | null
  /** The last failure since then, as `reason` of an UpstreamError; null after a success. */
  lastError: string | null
  lastErrorAt: number | null
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
  /** Newest wins. */
  modifiedAt: number
  isDeleted: boolean
  status: 'open' | 'submitted' | 'done' | 'unknown'
  dueAt: number | null
  /** Receivers and creator: whose task it is. */
  staffIds: string[]
  /** Customer's own receivers and creator with the code that may equal a WeCom userid. */
  people: { id: string; name: string; sourceCode: string | null }[]
  body: object
}

/** Whose tasks: of these customers, addressed to this person, or both; both null: none at all. */
export interface FieldTaskScope {
  customerIds: readonly string[] | null
  staffId: string | null
}

export interface FieldTaskQuestion extends FieldTaskScope {
  statuses: readonly FieldTaskRow['status'][] | null
}

/** What says where a task stands in a list. */
export type FieldTaskKey = Pick<FieldTaskRow, 'taskId' | 'status' | 'dueAt' | 'createdAt'>

export interface FieldTaskStore {
  /**
   * One transaction: rows and the checkpoint that says they are in. A row older than what is kept changes nothing;
   * a deletion is kept as a tombstone, so that a late page cannot bring the task back.
   */
  put(rows: readonly FieldTaskRow[], state: MirrorState): Promise<void>
  /** In no order, and without their bodies: there may be thousands, of which one page is shown. */
  list(question: FieldTaskQuestion): Promise<FieldTaskKey[]>
  /** Of those of these tasks that are in the scope now. */
  bodies(scope: FieldTaskScope, taskIds: readonly string[]): Promise<Map<string, unknown>>
  /** Over every status; `overdue` against `now`. */
  count(scope: FieldTaskScope, now: number): Promise<{ open: number; overdue: number; done: number }>
  /** Customers in whose tasks this person is receiver or creator. */
  customerIdsOf(staffId: string): Promise<string[]>
  /** The person whose external code equals the WeCom userid. */
  staffIdBySourceCode(code: string): Promise<string | null>
  /** Rows, deleted ones left out. */
  size(): Promise<number>
  /** A type that is no longer told is kept: it still names old tasks. */
  putTypes(types: readonly { typeId: string; body: unknown }[], state: MirrorState): Promise<void>
  types(): Promise<{ typeId: string; body: unknown }[]>
}

export interface FieldCustomerRow {
  customerId: string
  name: string
  /** Employee ids of who manages it. */
  managerIds: string[]
  /** Digits only. */
  phones: string[]
  body: unknown
}

export interface FieldCustomerStore {
  put(rows: readonly FieldCustomerRow[], state: MirrorState): Promise<void>
  /** Drops what no page of the last complete runs mentioned; `run` is that run's `startedAt`. */
  sweep(unseenSince: number): Promise<number>
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
  /** When the vendor told it. */
  fetchedAt: number
}

export interface SopGroupStore {
  put(rows: readonly SopGroupRow[], state: MirrorState | null): Promise<void>
  sweep(unseenSince: number): Promise<number>
  byChatIds(chatIds: readonly string[]): Promise<SopGroupRow[]>
}

/** A mirrored job of a moments SOP. `body` is the contract item without what depends on the reader. */
export interface MomentJobRow {
  jobId: string
  /** The vendor's counts as text: while they stay the same, so do its people. */
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
  /** One transaction: jobs with their people, and the checkpoint. */
  put(jobs: readonly MomentJobRow[], state: MirrorState): Promise<void>
  /** One transaction: the sums of a task, jobs that are as they were, and the checkpoint. */
  confirm(task: MomentTaskRow, jobIds: readonly string[], state: MirrorState): Promise<void>
  /** The kept counts of these jobs. */
  countsOf(jobIds: readonly string[]): Promise<Map<string, string>>
  /** Drops what was not seen since, tasks and jobs. Answers how many jobs. */
  sweep(unseenSince: number): Promise<number>
  /** Jobs addressed to this person. */
  of(userid: string): Promise<{ jobId: string; body: unknown; status: 'open' | 'done' }[]>
  /** Over all tasks; null where there are none. */
  summary(): Promise<Omit<MomentTaskRow, 'taskId'> | null>
}

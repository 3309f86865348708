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
  /** Customers with a task that this person receives or created, and that is open or was modified within 90 days. */
  customerIdsOf(staffId: string, now: number, among?: readonly string[]): Promise<string[]>
  /** The person with this code, whatever its case; null if there is none, or more than one. */
  staffIdBySourceCode(code: string): Promise<string | null>
  /** Some of the people whom their code alone tells apart. */
  peopleWithCode(limit: number): Promise<{ code: string | null; name: string }[]>
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
  /** Deletes rows that were last seen by a pass that began before then. Answers how many. */
  sweep(unseenSince: number): Promise<number>
  byIds(ids: readonly string[]): Promise<FieldCustomerRow[]>
  managedBy(staffId: string): Promise<FieldCustomerRow[]>
  /** Which of these customers this person manages. */
  managedAmong(staffId: string, customerIds: readonly string[]): Promise<string[]>
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
  sweep(unseenSince: number): Promise<number>
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
  /** Deletes tasks and jobs that were last seen by a pass that began before then. Answers how many jobs. */
  sweep(unseenSince: number): Promise<number>
  /** Jobs for this person. */
  of(userid: string): Promise<{ jobId: string; body: unknown; status: 'open' | 'done' }[]>
  /** Sums over all tasks; null where there are none. */
  summary(): Promise<Omit<MomentTaskRow, 'taskId'> | null>
}

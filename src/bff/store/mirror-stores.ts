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
  /** Mirrors of which no pass has begun since then: their source is not read any more. */
  idleSince(before: number): Promise<string[]>
  /** Forgets one of these with all its rows. The caller holds its lease. */
  forget(name: string, before: number): Promise<void>
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
  /**
   * Only tasks whose title, text or customer's name has this in it, or that are of one of these customers. For a page alone, which
   * then looks through the first 2,000 tasks of each status on either side of now.
   */
  find?: { text: string; customerIds: readonly string[] }
}

/** What a list is filtered and sorted by. */
export type FieldTaskKey = Pick<FieldTaskRow, 'taskId' | 'status' | 'dueAt' | 'createdAt'>

/** A part of a list, in the agenda's order. */
export interface FieldTaskPage {
  /** Epoch ms against which tasks are overdue. */
  at: number
  isNewestFirst: boolean
  /** The last task of the page before: its group (0 overdue, 1 ahead, 2 of an earlier day with unknown status) and times. */
  after: { group: 0 | 1 | 2; dueAt: number | null; createdAt: number | null; taskId: string } | null
  limit: number
}

/** A person and a customer of 勤策, by their ids there. */
export interface StaffCustomer {
  staffId: string
  customerId: string
}

export interface FieldTaskStore {
  /**
   * Rows and state in one transaction. A row older than the kept one changes nothing; a deleted task is kept as deleted,
   * so that a late page cannot bring it back. `seenAt`: when the pass began, where it will ask what it has not seen.
   */
  put(rows: readonly FieldTaskRow[], state: MirrorState, seenAt?: number | null): Promise<void>
  /**
   * Unsorted and without bodies. With `page`: among a few others those of the page, and the one after it where there is
   * one. Otherwise all of them, which may be tens of thousands.
   */
  list(question: FieldTaskQuestion, page?: FieldTaskPage): Promise<FieldTaskKey[]>
  /** The bodies of these tasks, as far as they are in the scope now. */
  bodies(scope: FieldTaskScope, taskIds: readonly string[]): Promise<Map<string, unknown>>
  /** Over every status. `overdue`: open and due before `now`. */
  count(scope: FieldTaskScope, now: number): Promise<{ open: number; overdue: number; done: number }>
  /**
   * Gives some of the rows from before their times that people's tasks are sorted by. Answers whether there may be more;
   * until there are none, a person's list is sorted by reading all of his tasks.
   */
  fillTimes(): Promise<boolean>
  /** Customers with a task that this person receives or created, and that is open or was modified within 90 days. */
  customerIdsOf(staffId: string, now: number, among?: readonly string[]): Promise<string[]>
  /** Of these pairs those in which the person has such a task at the customer. */
  workedPairs(pairs: readonly StaffCustomer[], now: number): Promise<StaffCustomer[]>
  /** The person with this code, whatever its case; null if there is none, or more than one. */
  staffIdBySourceCode(code: string): Promise<string | null>
  /** Some of the people whom their code alone tells apart. */
  peopleWithCode(limit: number): Promise<{ code: string | null; name: string }[]>
  /** Everybody whom a task names. */
  people(limit: number): Promise<FieldTaskRow['people']>
  /** How many rows, without deleted ones. */
  size(): Promise<number>
  /** A type that the vendor no longer lists is kept: it still names old tasks. */
  putTypes(types: readonly { typeId: string; body: unknown }[], state: MirrorState): Promise<void>
  types(): Promise<{ typeId: string; body: unknown }[]>
  /** Forgets people who stand in no task that is kept and manage no customer. */
  sweepPeople(): Promise<void>
}

/** Tasks created within some days, as last read to the end. */
export interface FieldTaskWindow {
  /** Its first day, yyyy-MM-dd of China: there is one window of each. */
  fromDay: string
  readAt: number
  /** How many rows that reading told. */
  rows: number
  /** The calls of that reading that count towards the hour's limit. */
  calls: number
  /** Otherwise it has to be read again within an hour. */
  isSettled: boolean
  /** When the pass began that told too few of its tasks to be believed; null where there is no doubt. */
  doubtfulSince: number | null
}

/**
 * Tasks created from `from` on and before `to`, which no pass has seen (`FieldTaskStore.put`) that began between `since` and
 * `until`, both included.
 */
export interface TaskSearch {
  from: number
  to: number
  since: number
  until: number
}

/** Of the tasks created between `from` and `to`. */
export interface UnseenTasks {
  /** How many are shown, missing ones among them. */
  shown: number
  /** Unseen ones that are shown, and when the first and the last of them was created. */
  missing: string[]
  first: number | null
  last: number | null
  /** Unseen ones that are kept as deleted. */
  deleted: string[]
}

export interface FieldTaskWindowStore {
  all(): Promise<FieldTaskWindow[]>
  /** There is a doubt about one of them. */
  isDoubtful(): Promise<boolean>
  /** The state of the mirror, and whether there is such a doubt. */
  standing(mirror: string): Promise<{ state: MirrorState; isDoubtful: boolean }>
  put(window: FieldTaskWindow, state: MirrorState): Promise<void>
  /** Forgets when the windows of these days were read; their tasks stay. */
  forget(fromDays: readonly string[], state: MirrorState): Promise<void>
  /** Forgets what earlier passes have seen. */
  forgetSightings(state: MirrorState): Promise<void>
  unseen(search: TaskSearch): Promise<UnseenTasks>
  /**
   * Keeps these tasks as deleted, without their content and as if a pass had just seen them so: a late page that tells an
   * older state cannot bring them back.
   */
  hide(taskIds: readonly string[], seenAt: number, state: MirrorState): Promise<void>
  /** Removes for good which of these are kept as deleted. */
  purge(taskIds: readonly string[], state: MirrorState): Promise<void>
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
  /** Which of these customers this person manages. */
  managedAmong(staffId: string, customerIds: readonly string[]): Promise<string[]>
  /** Of these pairs those in which the person manages the customer. */
  managedPairs(pairs: readonly StaffCustomer[]): Promise<StaffCustomer[]>
  byPhones(phones: readonly string[]): Promise<FieldCustomerRow[]>
}

export interface SopGroupRow {
  chatId: string
  /** 探马 id of the owner; null where there is none. */
  salesId: string | null
  name: string | null
  body: unknown
  /** When the vendor sent it. */
  fetchedAt: number
}

export interface SopGroupStore {
  put(rows: readonly SopGroupRow[], state: MirrorState | null): Promise<void>
  sweep(unseen: Unseen, holder: Holder): Promise<number>
  byChatIds(chatIds: readonly string[]): Promise<SopGroupRow[]>
  /** One group of each owner. */
  ofOwners(limit: number): Promise<SopGroupRow[]>
  /** Those with an owner that come after this one, by chat id. */
  owned(page: { after: string; limit: number }): Promise<SopGroupRow[]>
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
  /** Jobs for this person; of one id alone, that one. */
  of(userid: string, jobId?: string): Promise<{ jobId: string; body: unknown; status: 'open' | 'done' }[]>
  /** Sums over all tasks; null where there are none. */
  summary(): Promise<Omit<MomentTaskRow, 'taskId'> | null>
}

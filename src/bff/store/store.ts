import type { LinkedSourceId, SourceId } from '#contract/source'

/**
 * What the BFF keeps, and nothing else. Each part is a plain object of verbs; one suite proves both dialects.
 * Times are epoch ms unless a field says otherwise; ids are strings.
 */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres'
  links: LinkStore
  leases: LeaseStore
  mirrors: MirrorStore
  fieldTasks: FieldTaskStore
  fieldCustomers: FieldCustomerStore
  sopGroups: SopGroupStore
  chats: ChatStore
  changes: ChangeStore
  tokens: TokenStore
  connections: ConnectionStore
  loginTries: LoginTryStore
  rates: RateStore
  placements: PlacementStore
  moments: MomentStore
  /** Two equal ones: nobody has written anything between them. Read it before what depends on it. */
  version(): Promise<string>
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface StaffLinkRow {
  subject: 'staff'
  wecomId: string
  source: SourceId
  sourceId: string
}

export interface ContactLinkRow {
  subject: 'contact'
  wecomId: string
  source: LinkedSourceId
  sourceId: string
}

export interface LinkRecord {
  source: LinkedSourceId
  sourceId: string
  name: string | null
  linkedBy: string
  linkedAt: number
}

export interface LinkStore {
  staffId(userid: string, source: SourceId): Promise<string | null>
  ofContact(externalUserId: string): Promise<LinkRecord[]>
  /** Who is linked to these ids of a source; an id may have several. */
  contactsOf(
    source: LinkedSourceId,
    sourceIds: readonly string[],
  ): Promise<{ sourceId: string; externalUserId: string }[]>
  /** Which of these ids belong to another contact already. */
  linkedElsewhere(externalUserId: string, source: LinkedSourceId, sourceIds: readonly string[]): Promise<Set<string>>
  /** Idempotent: linking again keeps who linked first, and when. */
  add(externalUserId: string, link: LinkRecord): Promise<void>
  /** Whether there was one. */
  remove(externalUserId: string, source: LinkedSourceId, sourceId: string): Promise<boolean>
  /** All or nothing. A staff row replaces the staff id of that person and source; a contact row adds a link. */
  importRows(rows: readonly (StaffLinkRow | ContactLinkRow)[], by: string, at: number): Promise<{ changed: number }>
}

export interface LeaseStore {
  /** True when `owner` holds the lease until `now + ttlMs`: it was free, run out, or already his. */
  acquire(name: string, owner: string, now: number, ttlMs: number): Promise<boolean>
  release(name: string, owner: string): Promise<void>
}

/** One mirror's progress. `checkpoint` is the mirror's own JSON: where to go on after a kill. */
export interface MirrorState {
  name: string
  checkpoint: unknown
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
  /** Newest wins. */
  modifiedAt: number
  isDeleted: boolean
  status: 'open' | 'submitted' | 'done' | 'unknown'
  dueAt: number | null
  /** Receivers and creator: whose task it is. */
  staffIds: string[]
  /** Customer's own receivers and creator with the code that may equal a WeCom userid. */
  people: { id: string; name: string; sourceCode: string | null }[]
  body: unknown
}

export interface FieldTaskQuestion {
  /** Whose tasks. Null: those addressed to `staffId`; both null: none at all. */
  customerIds: readonly string[] | null
  /** Beside customers it narrows nothing: it says for whom `isStaffs` is. */
  staffId: string | null
  statuses: readonly FieldTaskRow['status'][] | null
}

export interface FieldTaskStore {
  /**
   * One transaction: rows and the checkpoint that says they are in. A row older than what is kept changes nothing;
   * a deletion is kept as a tombstone, so that a late page cannot bring the task back.
   */
  put(rows: readonly FieldTaskRow[], state: MirrorState): Promise<void>
  list(
    question: FieldTaskQuestion,
  ): Promise<
    { taskId: string; body: unknown; status: FieldTaskRow['status']; dueAt: number | null; isStaffs: boolean }[]
  >
  /** Over every status; `overdue` against `now`. */
  count(
    question: Omit<FieldTaskQuestion, 'statuses'>,
    now: number,
  ): Promise<{ open: number; overdue: number; done: number }>
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

/** WeCom's customer groups as last seen, so that "which groups is this contact in" needs no fan-out. */
export interface ChatRow {
  chatId: string
  owner: string
  name: string | null
  memberIds: string[]
  fetchedAt: number
  /** The change of this group that was known when WeCom was asked; null for none. */
  changedAt: number | null
}

export interface ChatStore {
  put(row: ChatRow): Promise<void>
  /** Forgets one, so that the next question asks WeCom again. */
  remove(chatId: string): Promise<void>
  byIds(chatIds: readonly string[]): Promise<ChatRow[]>
  /** What this owner's list said, and when; null when never asked. */
  ownedBy(owner: string): Promise<OwnedChats | null>
  putOwned(owner: string, owned: OwnedChats): Promise<void>
}

export interface OwnedChats extends Pick<ChatRow, 'fetchedAt' | 'changedAt'> {
  chatIds: readonly string[]
}

/** What WeCom told has changed: contacts and groups by their ids. */
export interface ChangeStore {
  /** From now on the subject has a later change than before, whatever the clocks of other instances say. */
  mark(subject: string, at: number): Promise<void>
  /** The last change of each subject that has one. */
  of(subjects: readonly string[]): Promise<Map<string, number>>
  sweep(before: number): Promise<void>
}

/** Vendor tokens that all instances share, sealed by the caller. */
export interface TokenStore {
  get(name: string): Promise<{ sealed: string; expiresAt: number } | null>
  put(name: string, sealed: string, expiresAt: number): Promise<void>
  /** Only if it is still that one, so that a fresh token fetched by another instance is not dropped. */
  drop(name: string, sealed: string): Promise<void>
}

/** A person's session at a source that has no key for servers, sealed by the caller. */
export interface ConnectionRow {
  userid: string
  source: string
  sealed: string
  createdAt: number
}

export interface ConnectionStore {
  get(userid: string, source: string): Promise<ConnectionRow | null>
  put(row: ConnectionRow): Promise<void>
  /** Another cookie of the same session. Only if `was` is still kept: the person may have signed in anew meanwhile. */
  renew(was: ConnectionRow, sealed: string): Promise<void>
  /** Only if it is still that one; any, where `sealed` is left out. Whether there was one. */
  remove(userid: string, source: string, sealed?: string): Promise<boolean>
}

/** Counts sign-ins that failed, for all instances: each takes one of few slots, and frees it after a while. */
export interface LoginTryStore {
  /** Takes a slot until `expiresAt`. Without a free one: when the next becomes free. */
  take(subject: string, limits: { slots: number; now: number; expiresAt: number }): Promise<TakenTry>
  /** The try was not a failure after all. */
  give(subject: string, slot: number): Promise<void>
  /** All of them are forgotten. */
  clear(subject: string): Promise<void>
}
export type TakenTry = { slot: number } | { freeAt: number }

/** Counts what a caller does within a window of time, for all instances; a window that is over is swept. */
export interface RateStore {
  /** Answers the sum of all instances. `subject` names caller and window. */
  add(subject: string, hits: number, expiresAt: number): Promise<number>
  /** Forgets windows that are over. */
  sweep(now: number): Promise<void>
}

export interface PlacementStore {
  /** Idempotent: who placed it first, and when, is kept. */
  put(userid: string, pushId: string, key: string, at: number): Promise<void>
  /** Keys with times, per push. */
  of(userid: string, pushIds: readonly string[]): Promise<Map<string, Map<string, number>>>
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

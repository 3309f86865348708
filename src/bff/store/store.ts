import type { LinkedSourceId, SourceId } from '#contract/source'
import type { FieldCustomerStore, FieldTaskStore, MirrorStore, MomentStore, SopGroupStore } from './mirror-stores.ts'

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
  /** When the lease runs out unless it is extended; null where nobody holds it. */
  endsAt(name: string): Promise<number | null>
  release(name: string, owner: string): Promise<void>
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

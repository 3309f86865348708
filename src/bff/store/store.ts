import type { LinkedSourceId, SourceId } from '#contract/source'
import type { FieldCustomerStore, FieldTaskStore, MirrorStore, MomentStore, SopGroupStore } from './mirror-stores.ts'

/**
 * All that the BFF keeps. Each part is a plain object of verbs; one test suite holds for both dialects.
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
  placements: PlacementStore
  moments: MomentStore
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

export type LinkKey = Pick<LinkRecord, 'source' | 'sourceId'>

export interface LinkStore {
  /** By userid in any spelling of case. */
  staffId(userid: string, source: SourceId): Promise<string | null>
  /** Who has these staff ids of a source; one may be shared. */
  staffOf(source: SourceId, sourceIds: readonly string[]): Promise<{ userid: string; sourceId: string }[]>
  /** How many people have a staff id of this source. */
  staffCount(source: SourceId): Promise<number>
  ofContact(externalUserId: string): Promise<LinkRecord[]>
  /** The contacts linked to these ids of a source; an id may have several. */
  contactsOf(
    source: LinkedSourceId,
    sourceIds: readonly string[],
  ): Promise<{ sourceId: string; externalUserId: string }[]>
  /** Which of these ids belong to another contact already. */
  linkedElsewhere(externalUserId: string, source: LinkedSourceId, sourceIds: readonly string[]): Promise<Set<string>>
  /** Idempotent: linking again keeps who linked first, and when. */
  add(externalUserId: string, link: LinkRecord): Promise<void>
  /** The same, but a link that is there already is this maker's from now on. */
  confirm(externalUserId: string, link: LinkRecord): Promise<void>
  /** True if there was one. It can be restored for 30 days. */
  remove(externalUserId: string, link: LinkKey, removal: { by: string; at: number }): Promise<boolean>
  /** Brings a removed link back as it was, with its maker. False where there is none, or it was removed too long ago. */
  restore(externalUserId: string, link: LinkKey, at: number): Promise<boolean>
  /** All or nothing. A staff row replaces the staff id of that person and source; a contact row adds or confirms a link. */
  importRows(rows: readonly (StaffLinkRow | ContactLinkRow)[], by: string, at: number): Promise<{ changed: number }>
}

export interface LeaseStore {
  /** True if `owner` now holds the lease until `now + ttlMs`: it was free, had run out, or was theirs already. */
  acquire(name: string, owner: string, now: number, ttlMs: number): Promise<boolean>
  /** When the lease runs out unless it is extended; null where it is free. */
  endsAt(name: string): Promise<number | null>
  release(name: string, owner: string): Promise<void>
}

/** A customer group of WeCom as last read. Finding a contact's groups then needs no call per group. */
export interface ChatRow {
  chatId: string
  owner: string
  name: string | null
  memberIds: string[]
  fetchedAt: number
  /** The last change of this group that was known when it was read; null for none. */
  changedAt: number | null
}

export interface ChatStore {
  put(row: ChatRow): Promise<void>
  /** Forgets one, so that the next reader asks WeCom again. */
  remove(chatId: string): Promise<void>
  byIds(chatIds: readonly string[]): Promise<ChatRow[]>
  /** This owner's groups as last read; null if never read. */
  ownedBy(owner: string): Promise<OwnedChats | null>
  putOwned(owner: string, owned: OwnedChats): Promise<void>
}

export interface OwnedChats extends Pick<ChatRow, 'fetchedAt' | 'changedAt'> {
  chatIds: readonly string[]
}

/** Changes of contacts and groups that WeCom reported. */
export interface ChangeStore {
  /** Records a change that is later than the subject's last one, even if this instance's clock is behind. */
  mark(subject: string, at: number): Promise<void>
  /** The last change of each subject that has one. */
  of(subjects: readonly string[]): Promise<Map<string, number>>
  sweep(before: number): Promise<void>
}

/** Vendor tokens that all instances share, sealed by the caller. */
export interface TokenStore {
  get(name: string): Promise<{ sealed: string; expiresAt: number } | null>
  put(name: string, sealed: string, expiresAt: number): Promise<void>
  /** Only if it is still this one, so that a new token fetched by another instance is not dropped. */
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
  /** Another cookie of the same session. Only if `was` is still kept: the user may have signed in again meanwhile. */
  renew(was: ConnectionRow, sealed: string): Promise<void>
  /** Only if it is still `sealed`; any, where that is left out. True if there was one. */
  remove(userid: string, source: string, sealed?: string): Promise<boolean>
}

/** Limits failed sign-ins over all instances: each takes one of a few slots for a while. */
export interface LoginTryStore {
  /** Takes a slot until `expiresAt`. If none is free: answers when the next one is. */
  take(subject: string, limits: { slots: number; now: number; expiresAt: number }): Promise<TakenTry>
  /** Frees a slot: the sign-in did not fail. */
  give(subject: string, slot: number): Promise<void>
  /** Frees all slots. */
  clear(subject: string): Promise<void>
}
export type TakenTry = { slot: number } | { freeAt: number }

export interface PlacementStore {
  /** Idempotent: the first time it was placed is kept. */
  put(userid: string, pushId: string, key: string, at: number): Promise<void>
  /** By push: when each piece was placed, by its key. */
  of(userid: string, pushIds: readonly string[]): Promise<Map<string, Map<string, number>>>
}

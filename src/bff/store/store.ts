import type { StaffSourceId } from '#contract/admin-id'
import type { LinkedSourceId, SourceId } from '#contract/source'
import { useridKey } from '../userid.ts'
import type { MappingStore, StaffLink } from './mapping-store.ts'
import type {
  FieldCustomerStore,
  FieldTaskStore,
  FieldTaskWindowStore,
  MirrorStore,
  MomentStore,
  SopGroupStore,
} from './mirror-stores.ts'
import type { CallHourStore, PeopleStore } from './people-stores.ts'

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
  fieldTaskWindows: FieldTaskWindowStore
  fieldCustomers: FieldCustomerStore
  sopGroups: SopGroupStore
  chats: ChatStore
  changes: ChangeStore
  sessionEnds: SessionEndStore
  departures: DepartureStore
  loginStates: LoginStateStore
  tokens: TokenStore
  connections: ConnectionStore
  loginTries: LoginTryStore
  openings: OpeningStore
  placements: PlacementStore
  moments: MomentStore
  contacts: ContactStore
  erasures: ErasureStore
  leftOut: LeftOutStore
  mappings: MappingStore
  signingKeys: SigningKeyStore
  people: PeopleStore
  callHours: CallHourStore
  /** The database file is older than one that was here before: a backup was brought back. */
  readonly wasRestored: boolean
  /** Notes how far the database has come, so that a copy from before can be told. */
  countOn(): Promise<void>
  /** Forgets leases that ran out so long ago: their holder died, and nobody has asked for them since. */
  sweepLeases(ageMs: number): Promise<void>
  /** Rejects when the database does not answer, or its file was replaced or deleted. */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface StaffLinkRow {
  subject: 'staff'
  wecomId: string
  source: SourceId | StaffSourceId
  sourceId: string
}

/** Says as well that somebody has no id there. */
export interface StaffIdRow extends Omit<StaffLinkRow, 'sourceId'> {
  sourceId: string | null
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

/** A link of a customer. */
export interface ContactLinkRecord extends LinkRecord {
  externalUserId: string
  /** Nobody followed them when WeCom was last asked. */
  isUnfollowed: boolean
}

export interface LinkStore {
  /** By userid in any spelling of case. */
  staffId(userid: string, source: StaffLinkRow['source']): Promise<string | null>
  /** Who has these staff ids of a source; one may be shared. */
  staffOf(source: StaffLinkRow['source'], sourceIds: readonly string[]): Promise<{ userid: string; sourceId: string }[]>
  /** How many people have a staff id of this source. */
  staffCount(source: StaffLinkRow['source']): Promise<number>
  /** Everybody's ids in these systems. */
  staffLinks(sources: readonly StaffSourceId[]): Promise<StaffLink[]>
  ofContact(externalUserId: string): Promise<LinkRecord[]>
  /** Every link of a customer. */
  contactLinks(): Promise<ContactLinkRecord[]>
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
  /** Forgets removed links that can no longer be brought back. */
  sweepRemoved(now: number): Promise<void>
  /** All or nothing. A staff row replaces the staff id of that person and source, or takes it away; a contact row adds or confirms a link. */
  importRows(rows: readonly (StaffIdRow | ContactLinkRow)[], by: string, at: number): Promise<{ changed: number }>
}

/** By the database's own clock: an instance whose clock is wrong neither steals a lease nor keeps one. */
export interface LeaseStore {
  /** True if `owner` now holds the lease for `ttlMs`: it was free, had run out, or was theirs already. */
  acquire(name: string, owner: string, ttlMs: number): Promise<boolean>
  /** The same for a lease that `owner` has held all along; false once it was taken or given back, though it may be free now. */
  extend(name: string, owner: string, ttlMs: number): Promise<boolean>
  /** How long it is held unless it is extended; 0 where it is free. */
  msLeft(name: string): Promise<number>
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
  /** Forgets groups, and lists of groups, that nobody has fetched since then. */
  sweep(before: number): Promise<void>
}

export interface OwnedChats extends Pick<ChatRow, 'fetchedAt' | 'changedAt'> {
  chatIds: readonly string[]
}

/** Changes of contacts and groups that WeCom reported. */
export interface ChangeStore {
  /** Records a change that is later than the subject's last one, even if this instance's clock is behind. */
  mark(subject: string, at: number): Promise<void>
  /** The last change of each subject that has one; of a session or person, when sessions were ended last. */
  of(subjects: readonly string[]): Promise<Map<string, number>>
  /** Forgets changes, not the ends of sessions, that are older than this by the database's own clock. */
  sweep(ageMs: number): Promise<void>
}

/** The subject of all sessions of a person. */
export const sessionsOf = (userid: string): string => `sessions of ${useridKey(userid)}`
/** The subject of one session with its copies. */
export const sessionSubject = (id: string): string => `session ${id}`
export const isSessionEnd = (subject: string): boolean => /^session(?:s of)? /.test(subject)

/** Sessions that are over before their time, told by `ChangeStore.of`. */
export interface SessionEndStore {
  /** Later than the end before, even if this instance's clock is behind. */
  put(subject: string, at: number): Promise<void>
  sweep(before: number): Promise<void>
}

/** Somebody who left: deleted, disabled, or no longer in the app's visible range. */
export interface Departure {
  leftAt: number
  /** Whoever is found under the userid is somebody else, however soon. */
  isFinal: boolean
  /** When the userid was found in use again, too late to be sure that it is the same person. */
  returnedAt: number | null
  purgedAt: number | null
}

/** People who left, and what was kept of them. userids compare without case. */
export interface DepartureStore {
  /** Whether anything is kept of this userid. */
  isKnown(userid: string): Promise<boolean>
  of(userid: string): Promise<Departure | null>
  /** Marks a person as left, and ends their sessions. Said again, the first time stands. */
  leave(userid: string, at: number, isFinal: boolean): Promise<void>
  /** It was the same person all the time: forgets the mark, but not that the userid was another's before. */
  forget(userid: string, at: number): Promise<void>
  /** Somebody has the userid again: what was kept until the departure is set aside, and no link is theirs. */
  giveAway(userid: string, at: number): Promise<void>
  /** An administrator says that it is the same person: brings back what was set aside. False without a mark. */
  restore(userid: string): Promise<boolean>
  /** Removes what was kept of who left. Links that they made to customers stay, as nobody's. */
  purge(userid: string, at: number): Promise<void>
  /** Who left before then and is not purged. */
  unpurgedBefore(before: number): Promise<string[]>
  /** Forgets who is purged and left before then: the mark, and whose the links that they made were. */
  forgetPurged(before: number): Promise<void>
}

/** A login under way. */
export interface LoginStateRow {
  state: string
  /** The browser that began it. */
  browser: string
  /** Where to go afterwards. */
  to: string
  /** A code that was already used has been replaced once. */
  isRestarted: boolean
  expiresAt: number
}

export interface LoginStateStore {
  put(row: LoginStateRow): Promise<void>
  /** Once, over all instances; null for any other browser. */
  take(state: string, browser: string): Promise<LoginStateRow | null>
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
  /** Forgets tries that no longer count. */
  sweep(now: number): Promise<void>
}
export type TakenTry = { slot: number } | { freeAt: number }

/** Addresses of 企客聊 that have been opened, as hashes. */
export interface OpeningStore {
  /** True where none of these was taken, over all instances; they are until `expiresAt`. Forgets those whose time is over. */
  take(hashes: readonly string[], times: { now: number; expiresAt: number }): Promise<boolean>
  sweep(now: number): Promise<void>
}

/** A contact with links, and when WeCom last said that somebody follows it. */
export interface FollowedContact {
  externalUserId: string
  followedAt: number
}

/** Until when linked contacts were followed. One that WeCom was never asked about was when it was linked. */
export interface ContactStore {
  /** Those about whom WeCom was last asked before `before`, or after `after`, which is in the future; the oldest first. */
  due(question: { before: number; after: number; limit: number }): Promise<FollowedContact[]>
  note(contact: FollowedContact, askedAt: number): Promise<void>
  /** Forgets contacts that have no link any more. */
  sweep(): Promise<void>
}

/** What an erasure took: rows by table, and the ids in the sources that the person had. */
export interface Erased {
  removed: { table: string; rows: number }[]
  links: { source: string; sourceId: string }[]
}

/** Removes all that is kept of one person at once. */
export interface ErasureStore {
  contact(externalUserId: string): Promise<Erased>
  /** Ends the person's sessions as well, whether anything was kept or not. userids compare without case. */
  staff(userid: string, at: number): Promise<Erased>
}

export interface PlacementStore {
  /** Idempotent: the first time it was placed is kept. */
  put(userid: string, pushId: string, key: string, at: number): Promise<void>
  /** By push: when each piece was placed, by its key. */
  of(userid: string, pushIds: readonly string[]): Promise<Map<string, Map<string, number>>>
}

/** A row that a vendor sent and that could not be read, with what of it could. */
export interface LeftOutRow {
  id: string | null
  /** The first one without which it is no row. */
  field: string
  /** The source's own id of the customer or group that it is about. */
  subject: string | null
  /** The source's ids of the people that it is for. */
  staffIds: readonly string[]
}

/** One part of what is read of a vendor, such as a window of days, or the rows of one person. */
export interface LeftOutPart {
  source: SourceId
  operation: string
  part: string
}

/** Rows left out, for the lists that they belong to and for the doctor. */
export interface LeftOutStore {
  /** What this reading of a part left out, in place of what the last one did. No more than 100 rows of a part are kept. */
  put(part: LeftOutPart, rows: readonly LeftOutRow[], at: number): Promise<void>
  /** Of all parts, newest readings first; no more than 1,000 rows. */
  all(source: SourceId): Promise<(LeftOutPart & LeftOutRow)[]>
  /** Forgets parts that were last read before this. */
  sweep(before: number): Promise<void>
}

/** A key pair of ours. The private half is sealed by the caller, the public one is JSON. */
export interface SigningKeyRow {
  kid: string
  sealed: string
  publicJwk: string
  madeAt: number
}

export interface SigningKeyStore {
  all(): Promise<SigningKeyRow[]>
  /** Adds one. Of the others no more than the newest are kept, so that there are `most`. */
  put(row: SigningKeyRow, most: number): Promise<void>
  /** Only if it is still sealed like this. */
  reseal(was: Pick<SigningKeyRow, 'kid' | 'sealed'>, sealed: string): Promise<void>
  /** Forgets keys made before `retired` that have a newer one made before `known`; without any newer one, those made before `unused`. */
  sweep(ends: { retired: number; known: number; unused: number }): Promise<void>
}

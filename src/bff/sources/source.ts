import type { LinkCandidate } from '#contract/link'
import type { SourceId } from '#contract/source'
import type { Counts, StatusFilter, WorkItem } from '#contract/work'
import type { VendorPersonRow } from '../store/people-stores.ts'
import type { Standing } from './standing.ts'

/** A part of a list in the agenda's order. */
export interface SourcePage {
  /** Epoch ms against which rows are overdue. */
  at: number
  isNewestFirst: boolean
  /** The last row of the page before: its group in that order, its times and its id. */
  after: { group: 0 | 1 | 2; dueAt: number | null; createdAt: number | null; id: string } | null
  limit: number
}

/** Which rows are wanted. The caller has already authorised the subjects; a source never widens them. */
export interface SourceQuery {
  /** The part of the list that is shown. A source that can answers no more than that needs; left out: every row. */
  page?: SourcePage
  /**
   * The source's own ids of the customers that rows are about: friend ids (youmi), customer ids (waiqin), chat ids (tanma).
   * Null: all rows addressed to `staffId` (never for tanma, whose features always name the chats).
   */
  subjects: readonly string[] | null
  /**
   * Those of the subjects that an administrator or the import says are this contact. Of the others a source whose rows are
   * not all the reader's own shows only what he has a right to by himself. Left out: none.
   */
  confirmed?: readonly string[]
  /** The salesperson's id in the source (工号, employee id); null where it is not known. */
  staffId: string | null
  status: StatusFilter
  /** Only rows addressed to `staffId`. */
  mine: boolean
  /** Only rows whose title or text has this in it, or that are about one of these subjects. The counts stay those of all. */
  find?: { text: string; subjects: readonly string[] }
  /** The salesperson pulled to refresh: ask the vendor again if what we know is older than 10 s. */
  refresh: boolean
}

export interface SourceAnswer<Item> {
  /** All rows of the status filter, in no order; or those of the asked page and the one after it, among others. */
  items: Item[]
  /** How many rows the status filter has; left out where `items` are all of them, null where nobody has counted. */
  total?: number | null
  /** Over every status. */
  counts: Counts
  /** Epoch ms of the vendor's answer that the rows come from. */
  asOf: number | null
  /** The age from which on the rows are not called fresh: `lateMs` of how often they are read. */
  lateMs: number
  /** How many further rows of the status filter are left out, since colleagues are responsible for them. */
  others?: number
  /** How many rows that demonstrably belong to the question could not be read; left out where none. */
  leftOut?: number
  /** Nothing can be shown, rows or not, until the reader's own id in the source is known. */
  needs?: 'staff-link'
  /** Why it could not be fresher; the rows are then what was last known. An UpstreamError or AppError. */
  problem: Error | null
}

/**
 * One vendor's work. `read` rejects with an UpstreamError only when nothing at all is known;
 * otherwise it answers what it knows, with the problem beside it.
 */
export interface Source<Row extends Standing = WorkItem> {
  readonly id: SourceId
  read(question: SourceQuery, signal: AbortSignal): Promise<SourceAnswer<Row>>
}

/** A source with ids of its own for people and customers. The whole rows are read only of those that are shown. */
export interface LinkedSource<Item extends WorkItem, Row extends Standing = Item> extends Source<Row> {
  /** Without rows that are gone meanwhile, or no longer match the query. */
  itemsOf(rows: readonly Row[], question: SourceQuery): Promise<Item[]>
  /** Whom this person's rows are about, by the source's own ids. */
  subjectsOf(staffId: string, signal: AbortSignal): Promise<readonly string[]>
}

/** The doctor's call to a vendor; nothing of the answer is kept. */
export interface Probed {
  /** Rejects with what is wrong with address, credential or rights. */
  probe(signal: AbortSignal): Promise<void>
}

/** Which candidates are wanted. */
export interface CandidateQuery {
  staffId: string
  /** As they stand in the contact's `remark_mobiles`; typed by the salesperson, so they rank but do not prove. */
  phones: readonly string[]
  /** Whether an equal phone alone makes a candidate (`LINK_BY_PHONE=1`). */
  linkByPhone: boolean
  /** Narrows by name; null for all. */
  text: string | null
  /** Asks about one id alone, to check a link before it is made. */
  sourceId?: string
  /** For a source that knows contacts itself. */
  contact?: {
    externalUserId: string
    unionId: string | null
    /** The ids of this source that the contact is linked to now. */
    linkedIds: readonly string[]
    /** The last change that the source told of this contact, or of one of these customers of its own. */
    changedAt(sourceIds: readonly string[]): Promise<string>
  }
}

/** A candidate as the source offers it, without what the store knows about links. */
export type Offer = Omit<LinkCandidate, 'isLinked' | 'isLinkedElsewhere'>

/** A source whose customers a salesperson may link to a contact. */
export interface Linkable {
  /** At most 50, strongest reason first. */
  candidates(question: CandidateQuery, signal: AbortSignal): Promise<Offer[]>
  /** The vendor's name of one of its customers, where known. */
  nameOf(sourceId: string): Promise<string | null>
}

/** A source that can tell a salesperson's own id from the WeCom userid without an imported link. */
export interface StaffRule {
  /** The rule is that a person's id in the source is the userid itself. */
  readonly isIdUserid?: true
  staffIdOf(userid: string): Promise<string | null>
  /** The same of everybody at once. */
  staffIdsOf(): Promise<(userid: string) => string | null>
}

/** The people of a source that knows them by ids of its own. */
export interface SourcePeople {
  /** Whom rows name, those that are kept where there are any. Rejects with an UpstreamError where the vendor does not tell them. */
  named(signal: AbortSignal): Promise<VendorPersonRow[]>
  /** How many open rows those have for whom there are any; left out where rows are not kept, or are counted otherwise. */
  openRows?(): Promise<ReadonlyMap<string, number>>
  /** Whom the vendor lists, page by page. Rejects with an UpstreamError where it does not tell them. */
  listed(signal: AbortSignal): AsyncIterable<VendorPersonRow[]>
}

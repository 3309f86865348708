import type { StaffSourceId } from '#contract/admin-id'
import type { Holder, MirrorState, Unseen } from './mirror-stores.ts'

/** A member as WeCom lists them. */
export interface MemberRow {
  userid: string
  name: string
  /** Names. */
  departments: string[]
  hasCustomerRight: boolean
}

export interface KeptMember extends MemberRow {
  /** When a reading first did not find them any more. */
  leftAt: number | null
}

/** A person as a vendor lists them, or names them in a row. */
export interface VendorPersonRow {
  id: string
  name: string | null
  /** The login or number that people know, where there is one beside the id. */
  code: string | null
  /** What may equal a WeCom userid as well. */
  otherCode: string | null
  department: string | null
  state: 'active' | 'disabled' | 'unknown'
}

export interface KeptVendorPerson extends VendorPersonRow {
  source: StaffSourceId
}

/** Texts that change with any of the rows. `links`: those of staff, and who left. */
export type PeopleMarks = Record<'members' | 'vendor' | 'links', string>

/** Everybody, for administrators. userids compare without case. */
export interface PeopleStore {
  /** Rows and state in one transaction. Whoever is seen again has not left. */
  putMembers(rows: readonly MemberRow[], state: MirrorState): Promise<void>
  /** Marks as left whom no pass has mentioned: userid and name are kept of them. Answers how many. */
  leave(unseen: Unseen, at: number, holder: Holder): Promise<number>
  /** People whom rows of the vendor name: they add what was not known, and change nothing that its list has told. */
  nameVendor(source: StaffSourceId, rows: readonly VendorPersonRow[], state: MirrorState): Promise<void>
  /** People as the vendor lists them. */
  putVendor(source: StaffSourceId, rows: readonly VendorPersonRow[], state: MirrorState): Promise<void>
  sweepVendor(source: StaffSourceId, unseen: Unseen, holder: Holder): Promise<number>
  members(): Promise<KeptMember[]>
  vendor(): Promise<KeptVendorPerson[]>
  /** By key of the userid: whether they are away now; false for one that is used again. */
  departures(): Promise<Map<string, boolean>>
  marks(): Promise<PeopleMarks>
  /** How many open 勤策 tasks are for each of these people there; those with none are left out. */
  openTasks(staffIds: readonly string[]): Promise<Map<string, number>>
  /** Contacts with a link, and of those the ones with an imported one. */
  linkedContacts(): Promise<{ linked: number; imported: number }>
  /** Forgets who left before then, and whom no vendor has named since. */
  sweep(before: number): Promise<void>
}

export interface CallHour {
  /** Its first moment, epoch ms. */
  hour: number
  source: string
  made: number
  failed: number
}

/** How often each upstream was called, by all instances together. */
export interface CallHourStore {
  add(hours: readonly CallHour[]): Promise<void>
  since(hour: number): Promise<CallHour[]>
  sweep(before: number): Promise<void>
}

import type { ContactLinkRow, StaffIdRow } from '../store/store.ts'

export type LinkRow = StaffIdRow | ContactLinkRow

/** A line of a file of links, by its number in it. */
export interface LinkLine {
  line: number
  row: LinkRow
  /** The line says that several people have this staff id. */
  isShared: boolean
}

export interface StaffLine extends LinkLine {
  row: StaffIdRow
}

export const isStaff = (line: LinkLine): line is StaffLine => line.row.subject === 'staff'

/** What may be wrong with a line: in a field of this name, or as a whole. */
export type FaultCode =
  | 'header'
  | 'fields'
  | 'spoilt'
  | 'subject'
  | 'wecom_id'
  | 'source'
  | 'source_id'
  | 'note'
  | 'repeated'

/** What is wrong with a line. */
export interface LineFault {
  line: number
  code: FaultCode
  /** It is about a customer. */
  isContact: boolean
}

import type { ContactLinkRow, StaffLinkRow } from '../store/store.ts'

export type LinkRow = StaffLinkRow | ContactLinkRow

/** A line of a file of links, by its number in it. */
export interface LinkLine {
  line: number
  row: LinkRow
  /** The line says that several people have this staff id. */
  isShared: boolean
}

import type { LinkRecord } from '../store/store.ts'
import { hasUserid, isSameUserid } from '../userid.ts'

/** The maker of links that the import brought. */
export const importer = 'import'

/** Who has written a batch with the command. No userid holds a space. */
export const commandLine = 'command line'

/** A link is a claim of identity: what it opens, and who may take it away, depends on who made it. */
export interface LinkMakers {
  isAdmin(userid: string): boolean
  /** Made by the import, or by somebody who is an administrator today. */
  isConfirmed(link: Pick<LinkRecord, 'linkedBy'>): boolean
  isMaker(userid: string, link: Pick<LinkRecord, 'linkedBy'>): boolean
}

/** A person as the maker of a link. A userid that equals the import's word is marked, so that it cannot pass for it. */
export const makerOf = (userid: string): string => (userid === importer ? `userid ${userid}` : userid)

export const isImported = ({ linkedBy }: Pick<LinkRecord, 'linkedBy'>): boolean => linkedBy === importer

/** The userid of its maker; null for an import, and for somebody who is forgotten or whose userid is another's now. */
export function useridOfMaker(link: Pick<LinkRecord, 'linkedBy'>): string | null {
  return isImported(link) ? null : knownUserid(link.linkedBy.replace(/^userid /, ''))
}

/** Of whoever did something; null where they are forgotten, or their userid is another's now: what is kept then holds spaces. */
export const knownUserid = (text: string): string | null => (text.includes(' ') ? null : text)

export function createLinkMakers(adminUserids: readonly string[]): LinkMakers {
  const isAdmin = (userid: string) => hasUserid(adminUserids, userid)
  return {
    isAdmin,
    isConfirmed: (link) => isImported(link) || isAdmin(link.linkedBy),
    isMaker: (userid, { linkedBy }) => isSameUserid(makerOf(userid), linkedBy),
  }
}

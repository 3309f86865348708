import { isSameUserid } from '../userid.ts'
import type { Contact } from '../wecom/wecom.ts'

/** The phones that this salesperson has noted of the contact: colleagues' notes are not used. */
export const ownMobiles = ({ followers }: Pick<Contact, 'followers'>, userid: string): string[] =>
  followers.find((follower) => isSameUserid(follower.userid, userid))?.mobiles ?? []

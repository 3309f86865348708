import type { Member, World } from './world.ts'

/** Everybody in WeCom's address book, the cast first. */
export const membersOf = ({ staff, company }: World): Member[] => [...staff, ...company.colleagues]

/** WeCom compares userids without case. */
export const findMember = (world: World, userid: string): Member | undefined =>
  membersOf(world).find((each) => each.userid.toLowerCase() === userid.toLowerCase())

import { cast } from '../world/cast.ts'
import type { Contact, World } from '../world/world.ts'

interface Level {
  name: string
  /** Spent in a year, in yuan. */
  from: number
}

/** From the lowest up. */
const levels: readonly [Level, ...Level[]] = [
  { name: '普通会员', from: 0 },
  { name: '银卡', from: 8000 },
  { name: '金卡', from: 25_000 },
  { name: '铂金卡', from: 80_000 },
]

export interface Member {
  externalUserId: string
  number: string
  level: string
  /** Null at the highest. `missing`: yuan; `share`: of the way, from nothing. */
  next: { name: string; missing: number; share: number } | null
  points: number
  /** Paid back at the end of the quarter, in fen. */
  rebate: number
  /** How many of the coupons are theirs, from the first on. */
  coupons: number
}

/** Whom the club has never heard of. */
const unknown: ReadonlySet<string> = new Set([cast.stranger, cast.ofNobody])

const seedAccount = { spent: 18_200, points: 3420, rebate: 128_600, coupons: 2 }

/** The same for a contact at every start. */
function accountOf(index: number) {
  const spent = ((index * 7919) % 1000) * 100
  return { spent, points: Math.floor(spent / 5) + index, rebate: spent * 7, coupons: index % 3 }
}

function memberOf({ externalUserId }: Contact, index: number): Member {
  const { spent, ...account } = externalUserId === cast.seedContact ? seedAccount : accountOf(index)
  const level = levels.findLast(({ from }) => from <= spent) ?? levels[0]
  const next = levels.find(({ from }) => from > spent)
  return {
    externalUserId,
    number: `VIP${10_001 + index}`,
    level: level.name,
    next: next ? { name: next.name, missing: next.from - spent, share: spent / next.from } : null,
    ...account,
  }
}

/** The company's club: who of the world's contacts is a member. */
export const membersOf = ({ contacts }: World): Member[] =>
  contacts.map(memberOf).filter(({ externalUserId }) => !unknown.has(externalUserId))

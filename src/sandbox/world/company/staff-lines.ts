import type { Account, StaffLine } from '../world.ts'
import { sharedDesk } from './named-people.ts'

/** Somebody's account at a vendor. */
export interface Owned {
  userid: string
  account: Account
}

/** Whom 勤策's external code names: the product knows them by that rule, and the table needs no line. */
const isByRule = ({ userid, account: { vendor, externalCode } }: Owned) =>
  vendor === 'waiqin' && externalCode?.toLowerCase() === userid.toLowerCase()

const lineOf = ({ userid, account: { vendor, id } }: Owned): StaffLine => ({
  userid,
  vendor,
  id,
  note: vendor === 'youmi' && id === sharedDesk ? 'shared' : '',
})

/** The account that was closed when its owner got this one. */
const formerOf = ({ userid, account }: Owned): Owned => ({
  userid,
  account: {
    ...account,
    id: account.vendor === 'youmi' ? `a${account.id.replaceAll(/\D/g, '')}` : account.id.replace(/^\d{2}/, '49'),
    isClosed: true,
  },
})

export interface Lines {
  formerLines: StaffLine[]
  lines: StaffLine[]
  /** What was in use before and is closed now. */
  closed: Account[]
}

/** The table of today, and an older one: every seventh line is not in it, every eighth has another id. */
export function createLines(owned: readonly Owned[], left: readonly Owned[]): Lines {
  const open = owned.filter((each) => !each.account.isClosed && !isByRule(each))
  const known = open.map((each, at) => ({ each, isNew: at % 7 === 3, isChanged: at % 8 === 5 }))
  const former = known.filter(({ isNew }) => !isNew).map(({ each, isChanged }) => (isChanged ? formerOf(each) : each))
  return {
    formerLines: [...former, ...left.filter((each) => !isByRule(each))].map(lineOf),
    lines: [...open.map(lineOf), { userid: 'muxuemei', vendor: 'youmi', id: sharedDesk, note: 'shared' }],
    closed: former.filter((each) => !open.includes(each)).map(({ account }) => account),
  }
}

import { cast } from '../../world/cast.ts'
import type { Contact, World } from '../../world/world.ts'
import type { Customer } from './entities.ts'

/** Whom the shop has never heard of. */
const unknown: ReadonlySet<string> = new Set([cast.stranger, cast.ofNobody])

/** Ids that others name: tests, and the links that the company imports. */
export const customerIds = {
  [cast.seedContact]: 'KH10001',
  [cast.idle]: 'KH10002',
  [cast.samePhone]: 'KH10003',
  [cast.managed]: 'KH10004',
  [cast.phoneOfColleagues]: 'KH10005',
  [cast.ofOtherCompany]: 'KH10012',
  [cast.emoji]: 'KH10014',
} as const

/** The second account of 徐丽华, with the same WeChat. */
export const secondAccount = 'KH10104'

/** Not in WeCom at all; one of their orders is filed under somebody else. */
export const outsiderId = 'KH10900'

/** By the place among the world's contacts, of which the cast comes first. */
export const customerIdOf = (index: number) => `KH${10_001 + index}`

function customerOf(contact: Contact, index: number): Customer {
  const { externalUserId, name, follows } = contact
  const [first] = follows
  return {
    customerId: customerIdOf(index),
    name: first?.remarkCorpName || name,
    level: index % 3 === 0 ? '批发 A 级' : '批发 B 级',
    hasUrl: index % 4 !== 3,
    externalUserIds: [externalUserId],
    unconfirmed: [],
    unionIds: [`oSandboxUnion${String(index).padStart(15, '0')}`],
    phones: follows.flatMap(({ remarkMobiles }) => remarkMobiles).slice(0, 1),
    managers: follows.map(({ userid }) => userid),
    isClosedToOthers: false,
  }
}

/** What is special about the cast. */
const particular: Record<string, (customer: Customer) => Customer[]> = {
  // Somebody wrote the external userid down, and it waits to be confirmed.
  [cast.samePhone]: (customer) => [
    { ...customer, unconfirmed: customer.externalUserIds, externalUserIds: [], unionIds: [] },
  ],
  [cast.managed]: (customer) => [
    customer,
    { ...customer, customerId: secondAccount, name: `${customer.name}（批发账户）`, unionIds: [], hasUrl: false },
  ],
  [cast.phoneOfColleagues]: (customer) => [{ ...customer, managers: [cast.busiest], isClosedToOthers: true }],
  // Known by the link that the company imports, and by nothing else.
  [cast.ofOtherCompany]: (customer) => [{ ...customer, externalUserIds: [], unionIds: [], phones: [] }],
}

const outsider: Customer = {
  customerId: outsiderId,
  name: '江北老周副食',
  level: null,
  hasUrl: false,
  externalUserIds: [],
  unconfirmed: [],
  unionIds: [],
  phones: ['13800001990'],
  managers: ['wujianguo'],
  isClosedToOthers: false,
}

/** The shop's customers: the world's contacts that order here, and one that is in nobody's WeCom. */
export function seedCustomers({ contacts }: World): Customer[] {
  const known = contacts.map((contact, index) => ({ contact, customer: customerOf(contact, index) }))
  const ordering = known.filter(({ contact }) => !contact.gone && !unknown.has(contact.externalUserId))
  return [
    ...ordering.flatMap(({ contact, customer }) => particular[contact.externalUserId]?.(customer) ?? [customer]),
    outsider,
  ]
}

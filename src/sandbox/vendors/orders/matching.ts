import type { Customer } from './entities.ts'
import type { Identity } from './questions.ts'
import { Refusal } from './voice.ts'

export interface Match {
  match: 'one' | 'none' | 'many'
  customer: Customer | null
  matchedBy: string[]
  /** Whom it might be, where it is not clear. */
  candidates: { customer: Customer; reasons: string[] }[]
}

const holds: Record<string, (customer: Customer, value: string) => boolean> = {
  external_userid: ({ externalUserIds }, value) => externalUserIds.includes(value),
  unionid: ({ unionIds }, value) => unionIds.includes(value),
  customer_id: ({ customerId }, value) => customerId === value,
  phone: ({ phones }, value) => phones.includes(value),
}

const blank = new Set(['', 'null', 'undefined'])

/** What somebody typed shows no row, whatever kind it is. */
const isProven = ({ type, proof }: Identity) => type !== 'phone' && (proof === 'wecom' || proof === 'linked')
const fits = (customer: Customer, { type, value }: Identity) => holds[type]?.(customer, value) ?? false

function checked(identities: readonly Identity[]): readonly Identity[] {
  const isUnusable = identities.some(({ value }) => blank.has(value.trim()))
  if (identities.length === 0 || isUnusable) throw new Refusal('no_identity', 'no identity, or an empty one')
  return identities
}

/** Who is in all of these lists. */
const common = (lists: readonly Customer[][]) =>
  (lists[0] ?? []).filter((customer) => lists.every((list) => list.includes(customer)))

function likely(customers: readonly Customer[], identities: readonly Identity[]): Match['candidates'] {
  const isWith = (type: string) => (list: readonly string[]) =>
    identities.some((each) => each.type === type && list.includes(each.value))
  return customers.flatMap((customer) => {
    const reasons = [
      ...(isWith('phone')(customer.phones) ? ['same_phone'] : []),
      ...(isWith('external_userid')(customer.unconfirmed) ? ['unconfirmed_external_userid'] : []),
    ]
    return reasons.length > 0 ? [{ customer, reasons }] : []
  })
}

/**
 * Finds the customer by all identities together. Those that nobody has are ignored; those that disagree make `many`.
 * @throws Refusal without an identity
 */
export function findCustomer(customers: readonly Customer[], given: readonly Identity[]): Match {
  const identities = checked(given)
  const lists = identities
    .filter(isProven)
    .map((each) => customers.filter((customer) => fits(customer, each)))
    .filter((list) => list.length > 0)
  const shared = common(lists)
  const [customer] = shared
  if (!customer && lists.length === 0)
    return { match: 'none', customer: null, matchedBy: [], candidates: likely(customers, identities) }
  if (!customer || shared.length > 1) {
    const candidates = [...new Set(lists.flat())].map((each) => ({ customer: each, reasons: ['same_identity'] }))
    return { match: 'many', customer: null, matchedBy: [], candidates }
  }
  const matching = identities.filter((each) => fits(customer, each))
  return { match: 'one', customer, matchedBy: [...new Set(matching.map(({ type }) => type))], candidates: [] }
}

/** Who a contact may be in the order system, and how we know it: from WeCom, from a link, or as a salesperson typed it. */
export interface Identity {
  type: 'external_userid' | 'unionid' | 'customer_id' | 'phone'
  value: string
  proof: 'wecom' | 'linked' | 'typed'
}

/** What is known of a contact. */
export interface Known {
  externalUserId: string
  /** WeCom's; null where it gives none. */
  unionId: string | null
  /** What the contact is linked to now. */
  customerIds: readonly string[]
  /** As a salesperson wrote them; none unless the configuration links by phone. */
  phones: readonly string[]
}

const mostLinks = 10
const mostPhones = 5
const nothing = new Set(['', 'null', 'undefined'])

/** A value that is none must not be asked for: it may fit everybody who has none. */
const isSomething = ({ value }: Identity): boolean => !nothing.has(value.trim().toLowerCase())

export function identitiesOf({ externalUserId, unionId, customerIds, phones }: Known): Identity[] {
  const all: Identity[] = [
    { type: 'external_userid', value: externalUserId, proof: 'wecom' },
    { type: 'unionid', value: unionId ?? '', proof: 'wecom' },
    ...customerIds.slice(0, mostLinks).map((value): Identity => ({ type: 'customer_id', value, proof: 'linked' })),
    ...phones.slice(0, mostPhones).map((value): Identity => ({ type: 'phone', value, proof: 'typed' })),
  ]
  return all.filter(isSomething)
}

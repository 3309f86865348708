import { StaffSourceId } from '#contract/admin'
import type { KeptMember, KeptVendorPerson } from '../../store/people-stores.ts'
import { useridKey } from '../../userid.ts'

/** A member, with what they are looked up by. */
export interface Member extends KeptMember {
  /** The userid without case. */
  key: string
  nameKey: string
}

/** The people of one source, by what they are looked up by. */
export interface VendorList {
  byId: ReadonlyMap<string, KeptVendorPerson>
  byName: ReadonlyMap<string, readonly KeptVendorPerson[]>
  /** Whatever may equal a userid, without case. */
  byCode: ReadonlyMap<string, readonly KeptVendorPerson[]>
}

export const nameKey = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

/** Those with the customer right first, then by userid. */
const inOrder = (one: Member, other: Member): number =>
  Number(other.hasCustomerRight) - Number(one.hasCustomerRight) || (one.key < other.key ? -1 : 1)

export const toMembers = (kept: readonly KeptMember[]): Member[] =>
  kept.map((one) => ({ ...one, key: useridKey(one.userid), nameKey: nameKey(one.name) })).sort(inOrder)

/** Whatever of a vendor's person may equal a userid. */
export const codesOf = ({ id, code, otherCode }: KeptVendorPerson): Set<string> =>
  new Set([id, code, otherCode].flatMap((text) => (text === null ? [] : [useridKey(text)])))

function addTo(groups: Map<string, KeptVendorPerson[]>, key: string, person: KeptVendorPerson): void {
  const group = groups.get(key)
  if (group) group.push(person)
  else groups.set(key, [person])
}

function toVendorList(people: readonly KeptVendorPerson[]): VendorList {
  const byName = new Map<string, KeptVendorPerson[]>()
  const byCode = new Map<string, KeptVendorPerson[]>()
  for (const person of people) {
    if (person.name !== null) addTo(byName, nameKey(person.name), person)
    for (const code of codesOf(person)) addTo(byCode, code, person)
  }
  return { byId: new Map(people.map((person) => [person.id, person])), byName, byCode }
}

/** By source. */
export function toVendorLists(kept: readonly KeptVendorPerson[]): (source: StaffSourceId) => VendorList {
  const lists = new Map(
    StaffSourceId.options.map((id) => [id, toVendorList(kept.filter(({ source }) => source === id))] as const),
  )
  const none = toVendorList([])
  return (source) => lists.get(source) ?? none
}

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
  /** By whatever may equal a userid, without case. */
  byCode: ReadonlyMap<string, readonly KeptVendorPerson[]>
  /** What of a person may equal a userid, without case. */
  codesOf(person: KeptVendorPerson): ReadonlySet<string>
}

export const nameKey = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

/** Those with the customer right first, then by userid. */
const inOrder = (one: Member, other: Member): number =>
  Number(other.hasCustomerRight) - Number(one.hasCustomerRight) || (one.key < other.key ? -1 : 1)

export const toMembers = (kept: readonly KeptMember[]): Member[] =>
  kept.map((one) => ({ ...one, key: useridKey(one.userid), nameKey: nameKey(one.name) })).sort(inOrder)

/** An id of the vendor's own says nothing of a userid, unless it is declared that the two are the same. */
const createCodesOf =
  (isIdUserid: boolean) =>
  ({ id, code, otherCode }: KeptVendorPerson): ReadonlySet<string> =>
    new Set([isIdUserid ? id : null, code, otherCode].flatMap((text) => (text === null ? [] : [useridKey(text)])))

function addTo(groups: Map<string, KeptVendorPerson[]>, key: string, person: KeptVendorPerson): void {
  const group = groups.get(key)
  if (group) group.push(person)
  else groups.set(key, [person])
}

function toVendorList(people: readonly KeptVendorPerson[], isIdUserid: boolean): VendorList {
  const codesOf = createCodesOf(isIdUserid)
  const byName = new Map<string, KeptVendorPerson[]>()
  const byCode = new Map<string, KeptVendorPerson[]>()
  for (const person of people) {
    if (person.name !== null) addTo(byName, nameKey(person.name), person)
    for (const code of codesOf(person)) addTo(byCode, code, person)
  }
  return { byId: new Map(people.map((person) => [person.id, person])), byName, byCode, codesOf }
}

/** By source. `isIdUserid`: in which an id is declared to be the userid. */
export function toVendorLists(
  kept: readonly KeptVendorPerson[],
  isIdUserid: (source: StaffSourceId) => boolean,
): (source: StaffSourceId) => VendorList {
  const lists = new Map(
    StaffSourceId.options.map((id) => {
      const own = kept.filter(({ source }) => source === id)
      return [id, toVendorList(own, isIdUserid(id))] as const
    }),
  )
  const none = toVendorList([], false)
  return (source) => lists.get(source) ?? none
}

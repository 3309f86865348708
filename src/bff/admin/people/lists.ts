import { StaffSourceId } from '#contract/admin-id'
import { createTurns } from '../../concurrency/turns.ts'
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
  codesOf(person: KeptVendorPerson): readonly string[]
}

/** Signs of which there is one form alone, as in nearly every name: of tens of thousands the others take long. */
const isPlain = /^[\u4e00-\u9fffa-z\d]*$/

export const nameKey = (name: string): string =>
  isPlain.test(name) ? name : name.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()

/** Those with the customer right first, then by userid. */
const inOrder = (one: Member, other: Member): number =>
  Number(other.hasCustomerRight) - Number(one.hasCustomerRight) || (one.key < other.key ? -1 : 1)

export async function toMembers(kept: readonly KeptMember[]): Promise<Member[]> {
  const turn = createTurns()
  const members: Member[] = []
  for (const one of kept) {
    members.push({ ...one, key: useridKey(one.userid), nameKey: nameKey(one.name) })
    const others = turn()
    if (others) await others
  }
  return members.sort(inOrder)
}

/** An id of the vendor's own says nothing of a userid, unless it is declared that the two are the same. */
function createCodesOf(isIdUserid: boolean): VendorList['codesOf'] {
  return ({ id, code, otherCode }) => {
    const codes: string[] = []
    for (const text of [isIdUserid ? id : null, code, otherCode]) {
      const key = text === null ? null : useridKey(text)
      if (key !== null && !codes.includes(key)) codes.push(key)
    }
    return codes
  }
}

function addTo(groups: Map<string, KeptVendorPerson[]>, key: string, person: KeptVendorPerson): void {
  const group = groups.get(key)
  if (group) group.push(person)
  else groups.set(key, [person])
}

async function toVendorList(people: readonly KeptVendorPerson[], isIdUserid: boolean): Promise<VendorList> {
  const turn = createTurns()
  const codesOf = createCodesOf(isIdUserid)
  const byId = new Map<string, KeptVendorPerson>()
  const byName = new Map<string, KeptVendorPerson[]>()
  const byCode = new Map<string, KeptVendorPerson[]>()
  for (const person of people) {
    byId.set(person.id, person)
    if (person.name !== null) addTo(byName, nameKey(person.name), person)
    for (const code of codesOf(person)) addTo(byCode, code, person)
    const others = turn()
    if (others) await others
  }
  return { byId, byName, byCode, codesOf }
}

/** By source. `isIdUserid`: in which an id is declared to be the userid. */
export async function toVendorLists(
  kept: readonly KeptVendorPerson[],
  isIdUserid: (source: StaffSourceId) => boolean,
): Promise<(source: StaffSourceId) => VendorList> {
  const lists = new Map<StaffSourceId, VendorList>()
  for (const id of StaffSourceId.options) {
    const own = kept.filter(({ source }) => source === id)
    lists.set(id, await toVendorList(own, isIdUserid(id)))
  }
  const none = await toVendorList([], false)
  return (source) => lists.get(source) ?? none
}
